// The recordings of calls: a row when one begins, the file in the object store when it ends, gone when its time is over.
// After a crash what was written until then is mended and kept.
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError, dayOf, type Recording } from '@openseat/contracts'
import { recoverRecording, type RecordedFile } from '@openseat/telephony'
import { sql } from 'kysely'
import type { ObjectStore } from '../adapters/object-store/object-store.ts'
import type { RecordingEnded } from '../media/recording-owners.ts'
import { completeParameters, zoneOf } from '../store/tenant-facts.ts'
import { type Actor, writeAudit } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import { untilStored } from '../store/until-stored.ts'

export interface RecordingsParts {
  readonly database: Database
  readonly objects: ObjectStore
  /** Where the media workers write. */
  readonly folder: string
  readonly failed: (error: unknown) => void
}

export const callIdOf = (recordingId: string): string => recordingId.slice(0, recordingId.lastIndexOf('-'))
const keyOf = (tenantId: number, recordingId: string): string => `recordings/${tenantId}/${recordingId}.wav`

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What is known of a recording once it is over. */
interface RecordingFacts {
  readonly status?: Recording['status']
  readonly duration_ms?: number
  readonly bytes?: number
  readonly object_key?: string | null
}

export class Recordings {
  readonly #parts: RecordingsParts
  /** The row of a recording that begins; its end waits for it. */
  readonly #beginning = new Map<string, Promise<void>>()
  readonly #ends = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  readonly #closing = new AbortController()

  constructor(parts: RecordingsParts) {
    this.#parts = parts
  }

  /** Takes in what was left by a crash, then applies the retention rule, now and every hour. */
  async start(): Promise<void> {
    await this.#recoverAll()
    await this.applyRetention()
    this.#timer = setInterval(() => void this.applyRetention().catch(this.#parts.failed), hourMs)
    this.#timer.unref()
  }

  began(tenantId: number, recordingId: string): void {
    this.#beginning.set(recordingId, this.#surely(() => this.#write(tenantId, recordingId, {})).catch(this.#parts.failed))
  }

  ended(tenantId: number, ended: RecordingEnded): void {
    const { recordingId } = ended
    const storing = (this.#beginning.get(recordingId) ?? Promise.resolve())
      .then(() => this.#surely(() => this.#keep(tenantId, recordingId, ended)))
      .catch(this.#parts.failed)
      .finally(() => {
        this.#beginning.delete(recordingId)
        this.#ends.delete(storing)
      })
    this.#ends.add(storing)
  }

  /** Deletes what is older than the tenant's rule says; the row stays and says so. */
  async applyRetention(): Promise<void> {
    for (const { id } of await this.#parts.database.platform.tenants()) await this.#expire(id)
  }

  /** The row says so together with the audit log, then the audio goes. */
  async delete(tenantId: number, recordingId: string, by: Actor): Promise<void> {
    const { database, objects } = this.#parts
    const store = database.forTenant(tenantId)
    const key = await store.transaction(async (trx) => {
      const row = await trx
        .updateTable('recording')
        .set({ status: 'deleted', deleted_at: sql`now()` })
        .where('recording_id', '=', recordingId)
        .where('status', '=', 'ready')
        .returning('object_key')
        .executeTakeFirst()
      if (row) await writeAudit({ trx, tenantId }, by, [{ action: 'delete', objectType: 'recording', objectId: recordingId }])
      return row?.object_key
    })
    if (!key) throw new AppError('OBJECT_NOT_FOUND', { object: 'recording', id: recordingId })
    await objects.delete(key)
    await store.transaction(async (trx) => {
      await trx.updateTable('recording').set({ object_key: null }).where('recording_id', '=', recordingId).execute()
    })
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#closing.abort()
    await Promise.all([...this.#beginning.values(), ...this.#ends])
  }

  async #keep(tenantId: number, recordingId: string, file: RecordedFile): Promise<void> {
    const isKept = file.bytes > 0
    const key = keyOf(tenantId, recordingId)
    if (isKept && (await this.#parts.objects.size(key)) === null) await this.#parts.objects.moveIn(key, file.path)
    await this.#write(tenantId, recordingId, {
      status: isKept ? 'ready' : 'lost',
      duration_ms: Math.round(file.durationMs),
      bytes: file.bytes,
      object_key: isKept ? key : null,
    })
  }

  /** The row, made where its beginning could not be written. */
  async #write(tenantId: number, recordingId: string, facts: RecordingFacts): Promise<void> {
    const values = { tenant_id: tenantId, recording_id: recordingId, call_id: callIdOf(recordingId), ...facts }
    await this.#parts.database.forCalls(tenantId).transaction(async (trx) => {
      const insert = trx.insertInto('recording').values(values)
      const columns = ['tenant_id', 'recording_id'] as const
      const isNews = Object.keys(facts).length > 0
      await insert.onConflict((on) => (isNews ? on.columns(columns).doUpdateSet(facts) : on.columns(columns).doNothing())).execute()
    })
  }

  #surely<T>(work: () => Promise<T>): Promise<T> {
    return untilStored(work, { signal: this.#closing.signal, failed: this.#parts.failed })
  }

  async #recoverAll(): Promise<void> {
    const { database, folder } = this.#parts
    const files = new Set(await readdir(folder).catch(() => []))
    for (const { id } of await database.platform.tenants()) {
      const open = await database
        .forTenant(id)
        .read((trx) => trx.selectFrom('recording').select('recording_id').where('status', '=', 'recording').execute())
      for (const { recording_id } of open) await this.#recover(id, recording_id, files)
    }
    for (const { id } of await database.platform.tenants()) await this.#adopt(id, files)
    // Of no contact that is known: nobody could ever find them.
    for (const name of files) if (/\.wav(\.part)?$/.test(name)) await rm(path.join(folder, name), { force: true })
  }

  /** Files whose beginning could not be written before the stop, and whose contact is the tenant's. */
  async #adopt(tenantId: number, files: Set<string>): Promise<void> {
    const ids = [...files].flatMap((name) => /^(\d+-\d+-\d+)\.wav(?:\.part)?$/.exec(name)?.[1] ?? [])
    if (ids.length === 0) return
    const contacts = await this.#parts.database
      .forTenant(tenantId)
      .read((trx) => trx.selectFrom('contact').select('call_id').where('call_id', 'in', ids.map(callIdOf)).execute())
    const own = new Set(contacts.map(({ call_id }) => call_id))
    for (const recordingId of new Set(ids)) if (own.has(callIdOf(recordingId))) await this.#recover(tenantId, recordingId, files)
  }

  /** Written to the end, written in part, moved already, or nothing. */
  async #recover(tenantId: number, recordingId: string, files: Set<string>): Promise<void> {
    const { folder, objects } = this.#parts
    const none: RecordedFile = { path: '', durationMs: 0, bytes: 0 }
    const name = [`${recordingId}.wav.part`, `${recordingId}.wav`].find((each) => files.has(each))
    const moved = await objects.size(keyOf(tenantId, recordingId))
    if (name !== undefined) {
      files.delete(name)
      return this.#keep(tenantId, recordingId, await recoverRecording(path.join(folder, name)).catch(() => none))
    }
    if (moved === null) return this.#keep(tenantId, recordingId, none)
    const { path: file, done } = await objects.asFile(keyOf(tenantId, recordingId))
    await this.#keep(tenantId, recordingId, await recoverRecording(file)).finally(done)
  }

  async #expire(tenantId: number): Promise<void> {
    const old = await this.#parts.database.forTenant(tenantId).read(async (trx) => {
      const tenant = await trx.selectFrom('tenant').select(['parameters', 'time_zone']).where('id', '=', tenantId).executeTakeFirst()
      const days = completeParameters(tenant?.parameters ?? {}).recordingRetentionDays
      const kept = dayOf(Date.now() - days * dayMs, zoneOf({ time_zone: tenant?.time_zone ?? '' })).from
      return trx
        .selectFrom('recording')
        .select('recording_id')
        .where('status', '=', 'ready')
        .where('started_at', '<', new Date(kept))
        .execute()
    })
    for (const { recording_id } of old) await this.delete(tenantId, recording_id, retention(tenantId))
    await this.#removeLeftOver(tenantId)
  }

  /** Audio of recordings whose deletion was stopped half-way. */
  async #removeLeftOver(tenantId: number): Promise<void> {
    const store = this.#parts.database.forTenant(tenantId)
    const left = await store.read((trx) =>
      trx
        .selectFrom('recording')
        .select(['recording_id', 'object_key'])
        .where('status', '=', 'deleted')
        .where('object_key', 'is not', null)
        .execute(),
    )
    for (const { object_key: key } of left) if (key !== null) await this.#parts.objects.delete(key)
    if (left.length === 0) return
    await store.transaction(async (trx) => {
      const ids = left.map(({ recording_id }) => recording_id)
      await trx.updateTable('recording').set({ object_key: null }).where('recording_id', 'in', ids).execute()
    })
  }
}

/** The tenant's own rule deletes, nobody by name. */
const retention = (tenantId: number): Actor => ({ tenantId, staffId: null, account: 'retention', address: '' })
