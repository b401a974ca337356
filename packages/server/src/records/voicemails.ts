// Messages that callers left with queues, as rows beside their recordings.
import type { VoicemailState } from '@openseat/contracts'
import type { KeptMessage } from '../flow-runner/leave-message.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { untilStored } from '../store/until-stored.ts'

export interface VoicemailsParts {
  readonly database: Database
  readonly failed: (error: unknown) => void
}

export class Voicemails {
  readonly #parts: VoicemailsParts
  readonly #closing = new AbortController()
  readonly #keeping = new Set<Promise<void>>()

  constructor(parts: VoicemailsParts) {
    this.#parts = parts
  }

  /** Resolves once it is stored, however long the database is away; told to `failed` where it cannot be. */
  keep(tenantId: number, message: KeptMessage): Promise<void> {
    const { database, failed } = this.#parts
    const store = () => database.forCalls(tenantId).transaction((trx) => insert(trx, tenantId, message))
    const keeping = untilStored(store, { signal: this.#closing.signal, failed })
      .catch(failed)
      .finally(() => this.#keeping.delete(keeping))
    this.#keeping.add(keeping)
    return keeping
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#keeping)
  }
}

async function insert(trx: TenantTransaction, tenantId: number, { callId, queueId, recordingId, durationMs }: KeptMessage): Promise<void> {
  const queue = await trx.selectFrom('skill_queue').select(['id', 'name']).where('id', '=', queueId).executeTakeFirst()
  await trx
    .insertInto('voicemail')
    .values({
      tenant_id: tenantId,
      queue_id: queue?.id ?? null,
      queue_name: queue?.name ?? '',
      call_id: callId,
      recording_id: recordingId,
      duration_ms: Math.round(durationMs),
      state: 'new' satisfies VoicemailState,
    })
    // Told again after a commit whose outcome was in doubt.
    .onConflict((on) => on.columns(['tenant_id', 'recording_id']).doNothing())
    .execute()
}
