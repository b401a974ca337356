// Who leads to a flow: called routes, queues, and other flows by what they have published or are working on.
import type { FlowUser } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'

interface Use extends FlowUser {
  readonly flowId: number
}

/** By the flow that is used. */
export async function usersOfFlows(trx: TenantTransaction): Promise<ReadonlyMap<number, FlowUser[]>> {
  const all = [...(await leadingRoutes(trx)), ...(await leadingQueues(trx)), ...(await callingFlows(trx))]
  const uses = Map.groupBy(all, ({ flowId }) => flowId)
  return new Map([...uses].map(([id, users]) => [id, users.map(({ object, name }) => ({ object, name }))]))
}

async function leadingRoutes(trx: TenantTransaction): Promise<Use[]> {
  const rows = await trx
    .selectFrom('called_route')
    .select(['access_code', 'extension_code', 'flow_id'])
    .where('flow_id', 'is not', null)
    .orderBy(sql`access_code || extension_code`)
    .execute()
  return rows.map((row) => ({ object: 'calledRoute', name: row.access_code + row.extension_code, flowId: row.flow_id ?? 0 }))
}

const queueColumns = ['on_timeout_flow_id', 'on_overflow_flow_id', 'on_unstaffed_flow_id', 'on_closed_flow_id', 'wait_flow_id'] as const

/** By an exit, or while callers wait. */
async function leadingQueues(trx: TenantTransaction): Promise<Use[]> {
  const rows = await trx
    .selectFrom('skill_queue')
    .select(['name', ...queueColumns])
    .orderBy('name')
    .execute()
  return rows.flatMap((row) => {
    const ids = new Set(queueColumns.flatMap((column) => row[column] ?? []))
    return [...ids].map((flowId) => ({ object: 'skillQueue' as const, name: row.name, flowId }))
  })
}

const calledBy = (document: string) =>
  sql<number>`(jsonb_path_query(${sql.ref(document)}::jsonb, '$.nodes.*.config.flow.flowId ? (@.type() == "number")'))::integer`.as(
    'flow_id',
  )

async function callingFlows(trx: TenantTransaction): Promise<Use[]> {
  const drafts = await trx
    .selectFrom('flow as f')
    .select(['f.id', 'f.name', calledBy('f.draft')])
    .where('f.draft', 'is not', null)
    .execute()
  const published = await trx
    .selectFrom('flow as f')
    .innerJoin('flow_revision as r', (join) =>
      join.onRef('r.tenant_id', '=', 'f.tenant_id').onRef('r.flow_id', '=', 'f.id').onRef('r.revision', '=', 'f.published_revision'),
    )
    .select(['f.id', 'f.name', calledBy('r.document')])
    .execute()
  const uses = new Map(
    [...drafts, ...published].filter(({ id, flow_id: called }) => id !== called).map((row) => [`${row.id}>${row.flow_id}`, row]),
  )
  return [...uses.values()]
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, flow_id: flowId }) => ({ object: 'flow', name, flowId }))
}
