// Called routes (被叫): which queue or flow a dialled number reaches. Two routes must not be dialled the same.

import { AppError, calledRoute, type ChangeOf, type FieldProblem } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type SettingsParts, unknownReference } from './checks.ts'
import { flowProblem } from './flow-references.ts'
import { type Proposal, ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

export const calledRoutes = new ResourceChanges(calledRoute, {
  joins: (rows) =>
    rows
      .leftJoin('skill_queue as q', (join) => join.onRef('q.tenant_id', '=', 't.tenant_id').onRef('q.id', '=', 't.queue_id'))
      .leftJoin('flow as f', (join) => join.onRef('f.tenant_id', '=', 't.tenant_id').onRef('f.id', '=', 't.flow_id')),
  facts: {
    target: sql`case when t.flow_id is null then json_build_object('kind', 'skillQueue', 'queueId', q.id, 'queueName', q.name)
      else json_build_object('kind', 'flow', 'flowId', f.id, 'flowName', f.name) end`,
  },
  searched: [sql`t.access_code || t.extension_code`, sql`q.name`, sql`f.name`],
  sorted: { targetName: sql`coalesce(q.name, f.name)` },
  check: problemsOf,
})

export function calledRouteHandlers(parts: SettingsParts): HandlersOf<keyof typeof calledRoute.routes> {
  const { platform } = parts
  const handlers = resourceHandlers(parts, calledRoutes)
  return {
    ...handlers,
    createCalledRoute: async (call) => {
      await refuseForeign(platform, call.person.tenantId, call.body)
      return handlers.createCalledRoute(call)
    },
    changeCalledRoute: async (call) => {
      await refuseForeign(platform, call.person.tenantId, call.body)
      return handlers.changeCalledRoute(call)
    },
  }
}

interface DialledRoute {
  readonly accessCode: string
  readonly extensionCode: string
}

const dialled = ({ accessCode, extensionCode }: DialledRoute): string => accessCode + extensionCode

/** Codes that were assigned before their likeness was refused: the longest code of what is dialled has the call. */
async function refuseForeign(platform: SettingsParts['platform'], tenantId: number, input: DialledRoute): Promise<void> {
  const holder = await platform.accessCodeFor(dialled(input))
  if (holder !== undefined && holder.tenantId !== tenantId && holder.code.length > input.accessCode.length)
    throw new AppError('ROUTE_TAKEN', { dialled: dialled(input) })
}

/** References first; then, that no two routes are dialled the same. */
async function problemsOf({ edit: { trx }, input, before }: Proposal<typeof calledRoute, undefined>): Promise<FieldProblem[]> {
  const problems = await referenceProblems(trx, input)
  if (problems.length > 0) return problems
  const same = sql<boolean>`access_code || extension_code = ${dialled(input)}`
  const others = trx.selectFrom('called_route').select(['access_code', 'extension_code']).where(same)
  const other = await others.where('id', '<>', before?.id ?? 0).executeTakeFirst()
  if (other === undefined) return []
  const name = other.extension_code === '' ? other.access_code : `${other.access_code} + ${other.extension_code}`
  throw new AppError('ROUTE_AMBIGUOUS', { dialled: dialled(input), other: name })
}

async function referenceProblems(trx: TenantTransaction, { accessCode, target }: ChangeOf<typeof calledRoute>): Promise<FieldProblem[]> {
  const code = await trx.selectFrom('access_code').select('media').where('code', '=', accessCode).executeTakeFirst()
  const problems = code === undefined ? [unknownReference('accessCode', accessCode)] : []
  if (target.kind === 'flow') return [...problems, ...(await flowProblems(trx, target.flowId, { media: code?.media }))]
  const queue = await trx.selectFrom('skill_queue').select('type').where('id', '=', target.queueId).executeTakeFirst()
  if (queue === undefined) problems.push(unknownReference('target.queueId', target.queueId))
  const fits = code === undefined || queue === undefined || (code.media === 'multimedia') === (queue.type === 'multimedia')
  if (!fits) problems.push({ field: 'target.queueId', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'mediaServes' } })
  return problems
}

/** Calls are answered by published flows of calls. */
async function flowProblems(trx: TenantTransaction, flowId: number, { media }: { media: string | undefined }): Promise<FieldProblem[]> {
  const field = 'target.flowId'
  const problem = await flowProblem(trx, field, flowId)
  if (problem) return [problem]
  return media === 'multimedia' ? [{ field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'mediaServes' } }] : []
}
