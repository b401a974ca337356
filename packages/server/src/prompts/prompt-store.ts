// The sounds of prompts in the tenant's rows, and what of them all the tenant may have.
import { createHash } from 'node:crypto'
import { AppError, limits } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'

export interface StoredSound {
  readonly wave: Uint8Array
  readonly original: Uint8Array | null
}

const megabyte = 1_000_000

/** Refuses, with `PROMPT_SHARE`, what is more than the tenant's share. */
export async function storeSound(trx: TenantTransaction, key: { tenantId: number; promptId: number }, sound: StoredSound): Promise<number> {
  const bytes = sound.wave.length + (sound.original?.length ?? 0)
  const { used } = await trx
    .selectFrom('prompt')
    .select(sql<number>`coalesce(sum(bytes), 0)::bigint::float8`.as('used'))
    .where('id', '<>', key.promptId)
    .executeTakeFirstOrThrow()
  if (used + bytes > limits.promptBytesPerTenant) {
    throw new AppError('PROMPT_SHARE', { used: Math.ceil(used / megabyte), max: limits.promptBytesPerTenant / megabyte })
  }
  const facts = {
    wave: Buffer.from(sound.wave),
    original: sound.original && Buffer.from(sound.original),
    digest: createHash('sha256').update(sound.wave).digest('hex'),
  }
  await trx
    .insertInto('prompt_sound')
    .values({ tenant_id: key.tenantId, prompt_id: key.promptId, ...facts })
    .onConflict((on) => on.columns(['tenant_id', 'prompt_id']).doUpdateSet(facts))
    .execute()
  return bytes
}

export async function forgetSound(trx: TenantTransaction, promptId: number): Promise<void> {
  await trx.deleteFrom('prompt_sound').where('prompt_id', '=', promptId).execute()
}
