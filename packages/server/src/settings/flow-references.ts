// Flows that settings lead calls to: there, of calls, and published.
import type { FieldProblem } from '@openseat/contracts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { type SettingsParts, unknownReference } from './checks.ts'

export const callFlowHandlers = ({ settings }: Pick<SettingsParts, 'settings'>): HandlersOf<'listCallFlows'> => ({
  listCallFlows: ({ person }) => settings.read(person.tenantId, (trx) => callFlows(trx).select(['id', 'name']).orderBy('name').execute()),
})

const callFlows = (trx: TenantTransaction) => trx.selectFrom('flow').where('kind', '=', 'ivr').where('published_revision', 'is not', null)

export async function flowProblem(trx: TenantTransaction, field: string, flowId: number): Promise<FieldProblem | null> {
  const flow = await trx.selectFrom('flow').select(['kind', 'published_revision']).where('id', '=', flowId).executeTakeFirst()
  if (flow === undefined) return unknownReference(field, flowId)
  if (flow.kind !== 'ivr') return { field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'flowOfCalls' } }
  return flow.published_revision === null ? { field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'flowPublished' } } : null
}
