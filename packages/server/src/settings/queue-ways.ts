// Where the tenant's queues send the callers that they cannot serve.

import type { QueueWays } from '@openseat/contracts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export const diversionColumns = ['on_timeout_queue_id', 'on_overflow_queue_id', 'on_unstaffed_queue_id', 'on_closed_queue_id'] as const

export async function readWays(trx: TenantTransaction): Promise<QueueWays> {
  const rows = await trx
    .selectFrom('skill_queue')
    .select(['id', 'name', ...diversionColumns])
    .execute()
  return new Map(
    rows.map((row) => [row.id, { name: row.name, targets: [...new Set(diversionColumns.flatMap((column) => row[column] ?? []))] }]),
  )
}
