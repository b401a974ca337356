// Call reasons (来电原因): a tree of at most three levels, which agents choose from in wrap-up.

import { AppError, limits, type CallReason, type FieldProblem, type RouteBody } from '@openseat/contracts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, refuseUsed, unknownReference, type SettingsParts } from './checks.ts'
import type { Edit } from './settings.ts'

type Input = RouteBody<'createCallReason'>
type Names = 'listCallReasons' | 'createCallReason' | 'changeCallReason' | 'deleteCallReason'

export function callReasonHandlers({ settings }: SettingsParts): HandlersOf<Names> {
  return {
    listCallReasons: ({ person }) => settings.read(person.tenantId, readCallReasons),
    createCallReason: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createReason(edit, call.body)),
    changeCallReason: (call) => settings.change(call.person.tenantId, actor(call), (edit) => change(edit, call.params.id, call.body)),
    deleteCallReason: (call) => settings.change(call.person.tenantId, actor(call), (edit) => remove(edit, call.params.id)),
  }
}

export async function readCallReasons(trx: TenantTransaction): Promise<CallReason[]> {
  const columns = ['id', 'name', 'parent_id as parentId', 'position'] as const
  return trx.selectFrom('call_reason').select(columns).orderBy('position').orderBy('id').execute()
}

/** The reason and those above it, root first. */
export function pathTo(reasons: readonly CallReason[], reasonId: number): CallReason[] {
  const reason = reasons.find(({ id }) => id === reasonId)
  if (!reason) return []
  return reason.parentId === null ? [reason] : [...pathTo(reasons, reason.parentId), reason]
}

/** Levels from the reason down, itself counted. */
function height(reasons: readonly CallReason[], reasonId: number): number {
  const below = reasons.filter(({ parentId }) => parentId === reasonId).map(({ id }) => height(reasons, id))
  return 1 + Math.max(0, ...below)
}

function problemsWith(reasons: readonly CallReason[], input: Input, own: number | null): FieldProblem[] {
  const { parentId, name } = input
  const siblings = reasons.filter((reason) => reason.parentId === parentId && reason.id !== own)
  const taken = siblings.some((reason) => reason.name.toLowerCase() === name.toLowerCase())
  const problems: FieldProblem[] = taken ? [{ field: 'name', code: 'FIELD_TAKEN', params: { value: name } }] : []
  if (parentId === null) return problems
  const above = pathTo(reasons, parentId)
  if (above.length === 0) return [...problems, unknownReference('parentId', parentId)]
  const isBelowItself = own !== null && above.some(({ id }) => id === own)
  const levels = above.length + (own === null ? 1 : height(reasons, own))
  if (!isBelowItself && levels <= limits.callReasonLevels) return problems
  return [...problems, { field: 'parentId', code: 'FIELD_TOO_LARGE', params: { max: limits.callReasonLevels, value: levels } }]
}

export async function createReason({ trx, tenantId, audit }: Edit, input: Input): Promise<CallReason> {
  const reasons = await readCallReasons(trx)
  if (reasons.length >= limits.callReasons) throw new AppError('OBJECT_LIMIT', { object: 'callReason', max: limits.callReasons })
  refuseIfAny(problemsWith(reasons, input, null))
  const values = { tenant_id: tenantId, name: input.name, parent_id: input.parentId, position: input.position }
  const { id } = await trx.insertInto('call_reason').values(values).returning('id').executeTakeFirstOrThrow()
  const after = { id, ...input }
  audit({ action: 'create', objectType: 'callReason', objectId: id, after })
  return after
}

async function change({ trx, audit }: Edit, id: number, input: Input): Promise<CallReason> {
  const reasons = await readCallReasons(trx)
  const before = found(
    reasons.find((reason) => reason.id === id),
    'callReason',
    id,
  )
  refuseIfAny(problemsWith(reasons, input, id))
  const values = { name: input.name, parent_id: input.parentId, position: input.position }
  await trx.updateTable('call_reason').set(values).where('id', '=', id).execute()
  const after = { id, ...input }
  audit({ action: 'change', objectType: 'callReason', objectId: id, before, after })
  return after
}

/** What agents chose earlier keeps its words. */
async function remove({ trx, audit }: Edit, id: number): Promise<void> {
  const reasons = await readCallReasons(trx)
  const before = found(
    reasons.find((reason) => reason.id === id),
    'callReason',
    id,
  )
  const below = reasons.filter(({ parentId }) => parentId === id).map(({ name }) => name)
  refuseUsed(below, { object: 'callReason', name: before.name })
  await trx.updateTable('wrap_up').set({ reason_id: null }).where('reason_id', '=', id).execute()
  await trx.deleteFrom('call_reason').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'callReason', objectId: id, before })
}
