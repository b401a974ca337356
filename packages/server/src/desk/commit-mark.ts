// Whether a commit whose answer was lost was carried out all the same: read off one row that it alone can have written.
import type { Changes } from '@openseat/domain'
import { sql } from 'kysely'
import type { TenantStore } from '../store/tenant-store.ts'

export type CommitMark =
  | { readonly table: 'contact_event'; readonly callId: string; readonly n: number }
  | { readonly table: 'agent_event'; readonly agentNumber: string; readonly seq: number }

/** Null when the commit numbers nothing: then it holds states only, and giving its facts again changes nothing. */
export function markOf({ timeline, events }: Changes): CommitMark | null {
  const entry = timeline[0]
  if (entry) return { table: 'contact_event', callId: entry.callId, n: entry.item.n }
  const event = events[0]
  return event ? { table: 'agent_event', agentNumber: event.agentNumber, seq: event.seq } : null
}

/** One row holds the numbers up to its last; the first that reaches ours is the commit's or one after it. */
export async function wasStored(store: TenantStore, mark: CommitMark): Promise<boolean> {
  const rows = await store.read(async (trx) => {
    const query =
      mark.table === 'contact_event'
        ? sql`select 1 from contact_event where tenant_id = ${store.tenantId} and call_id = ${mark.callId} and last_n >= ${mark.n} limit 1`
        : sql`select 1 from agent_event where tenant_id = ${store.tenantId} and agent_number = ${mark.agentNumber} and last_seq >= ${mark.seq} limit 1`
    return (await query.execute(trx)).rows
  })
  return rows.length > 0
}
