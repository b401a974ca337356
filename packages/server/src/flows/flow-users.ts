// Who leads to a flow: called routes, queues, and other flows by what they have published or are working on.
import type { FlowUser } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'

interface Use extends FlowUser {
  readonly flowId: number
}

/** By the flow that is used. */
export async function usersOfFlows(trx: TenantTransaction): Promise<ReadonlyMap<number, FlowUser[]>> {
  const uses = Map.groupBy(await callingFlows(trx), ({ flowId }) => flowId)
  return new Map([...uses].map(([id, users]) => [id, users.map(({ object, name }) => ({ object, name }))]))
}

const calledBy = (document: string) =>
  sql<number>`(jsonb_path_query(${sql.ref(document)}, '$.nodes.*.config.flow.flowId ? (@.type() == "number")'))::integer`.as('flow_id')

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
