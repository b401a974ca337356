// Whether a tenant's audit log is as it was written: each entry's digest from its own words and the one before, without a
// gap, up to the newest that was ever written.

import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** `brokenAt`: the first place that is not as it was written; null: all is. */
export interface AuditVerdict {
  readonly entries: number
  readonly brokenAt: { readonly place: number; readonly words: string } | null
}

interface Broken {
  readonly seq: number
  readonly id: number
  readonly expected: number
}

export function verifyAudit(database: Database, tenantId: number): Promise<AuditVerdict> {
  return database.forTenant(tenantId).read(async (trx) => {
    const entries = await trx
      .selectFrom('audit_log')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return { entries: entries.n, brokenAt: (await firstBroken(trx, tenantId)) ?? (await cutOff(trx)) }
  })
}

async function firstBroken(trx: TenantTransaction, tenantId: number): Promise<AuditVerdict['brokenAt']> {
  const { rows } = await sql<Broken>`
    with placed as (
      select l as entry, l.id, l.seq, l.hash,
        lag(l.hash, 1, '') over (order by l.seq) as previous, lag(l.seq, 1, 0::bigint) over (order by l.seq) + 1 as expected
      from audit_log l where l.tenant_id = ${tenantId}
    )
    select id, seq, expected from placed where seq <> expected or hash <> audit_digest(entry, previous) order by seq limit 1`.execute(trx)
  const [broken] = rows
  if (!broken) return null
  if (broken.seq !== broken.expected) return { place: broken.expected, words: 'an entry was taken out' }
  return { place: broken.seq, words: `entry ${broken.id} was changed, put in or moved` }
}

/** The newest entries are gone, or the head itself is. */
async function cutOff(trx: TenantTransaction): Promise<AuditVerdict['brokenAt']> {
  const newest = await trx.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  if (newest?.seq === head?.seq && newest?.hash === head?.hash) return null
  return { place: Math.min(newest?.seq ?? 0, head?.seq ?? 0) + 1, words: 'the newest entries are not those that were written last' }
}
