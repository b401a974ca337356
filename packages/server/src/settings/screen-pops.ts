// Screen pops (来电弹屏): the ordered list per workbench kind, with the operator's limits and the allowlist checked when saved.

import {
  AppError,
  type FieldProblem,
  type RouteBody,
  type RouteResponse,
  type ScreenPop,
  type SystemParameters,
  type WorkbenchKind,
} from '@openseat/contracts'
import type { AllowListRule } from '@openseat/domain/config/routing-config'
import { isListed, originOf } from '@openseat/domain/screen-pop/allow-list'
import type { Selectable } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, nextVersion, refuseStale, type SettingsParts, takenProblem, unknownReference } from './checks.ts'
import { dryRun } from './pop-dry-run.ts'
import { previewRequest } from './pop-preview.ts'
import type { Edit } from './settings.ts'
import { approvedAddresses, readParameters } from '../store/tenant-facts.ts'

type PopRow = Selectable<Schema['screen_pop']>
type PopFields = RouteBody<'changeScreenPop'>
type PopRoute =
  | 'listScreenPops'
  | 'createScreenPop'
  | 'getScreenPop'
  | 'changeScreenPop'
  | 'deleteScreenPop'
  | 'enableScreenPop'
  | 'moveScreenPop'
  | 'previewScreenPop'
  | 'dryRunScreenPop'

export function screenPopHandlers({ settings }: SettingsParts): HandlersOf<PopRoute> {
  return {
    listScreenPops: ({ person, query }) => settings.read(person.tenantId, (trx) => listPops(trx, query)),
    getScreenPop: ({ person, params }) => settings.read(person.tenantId, (trx) => readPop(trx, params.id)),
    createScreenPop: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => createPop(edit, call.body, call.context.ownOrigins)),
    changeScreenPop: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) =>
        changePop(edit, { id: call.params.id, input: call.body, own: call.context.ownOrigins }),
      ),
    deleteScreenPop: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deletePop(edit, call.params.id)),
    enableScreenPop: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => enablePop(edit, call.params.id, call.body.enabled)),
    moveScreenPop: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => movePop(edit, call.params.id, call.body.direction)),
    dryRunScreenPop: ({ person, body }) => settings.read(person.tenantId, (trx) => dryRun(trx, body.rule, person)),
    previewScreenPop: async ({ person, body, context }) => previewRequest(body, person, context.ownOrigins[0] ?? ''),
  }
}

async function listPops(
  trx: TenantTransaction,
  query: { workbenchKind: WorkbenchKind; search: string },
): Promise<RouteResponse<'listScreenPops'>> {
  const wanted = query.search.toLowerCase()
  const pops = (await readPops(trx, query.workbenchKind)).filter((pop) => `${pop.name} ${pop.url}`.toLowerCase().includes(wanted))
  const { maxScreenPopsPerKind, maxParamsPerScreenPop } = await readParameters(trx)
  return { items: pops, total: pops.length, maxScreenPops: maxScreenPopsPerKind, maxParams: maxParamsPerScreenPop }
}

/** One kind's pops in their order. */
async function readPops(trx: TenantTransaction, kind: WorkbenchKind): Promise<ScreenPop[]> {
  const rows = await trx.selectFrom('screen_pop').selectAll().where('workbench_kind', '=', kind).orderBy('position').execute()
  const rules = await approvedAddresses(trx)
  return rows.map((row) => toPop(row, rules))
}

export async function readPop(trx: TenantTransaction, id: number): Promise<ScreenPop> {
  const row = found(await trx.selectFrom('screen_pop').selectAll().where('id', '=', id).executeTakeFirst(), 'screenPop', id)
  return toPop(row, await approvedAddresses(trx))
}

export async function createPop(edit: Edit, input: RouteBody<'createScreenPop'>, own: readonly string[]): Promise<ScreenPop> {
  const { trx, tenantId } = edit
  const parameters = await readParameters(trx)
  const others = await readPops(trx, input.workbenchKind)
  const max = parameters.maxScreenPopsPerKind
  if (others.length >= max) throw new AppError('OBJECT_LIMIT', { object: 'screenPop', max })
  await check(trx, input, { own, parameters, kind: input.workbenchKind })
  const { id } = await trx
    .insertInto('screen_pop')
    .values({ tenant_id: tenantId, workbench_kind: input.workbenchKind, position: others.length + 1, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readPop(trx, id)
  edit.audit({ action: 'create', objectType: 'screenPop', objectId: id, after: settingsOf(after) })
  return after
}

interface PopChange {
  readonly id: number
  readonly input: PopFields
  readonly own: readonly string[]
}

async function changePop(edit: Edit, { id, input, own }: PopChange): Promise<ScreenPop> {
  const before = await readPop(edit.trx, id)
  refuseStale(before, input.version, { object: 'screenPop', name: before.name })
  await check(edit.trx, input, { own, parameters: await readParameters(edit.trx), kind: before.workbenchKind, self: id })
  const change = columns(input)
  return update(edit, before, isSamePage(before, input) ? change : { ...change, last_check: null })
}

/** What a check found is true of no other page. */
const isSamePage = (before: ScreenPop, input: PopFields): boolean =>
  before.url === input.url && before.openMode === input.openMode && before.passMode === input.passMode

export async function enablePop(edit: Edit, id: number, enabled: boolean): Promise<ScreenPop> {
  const before = await readPop(edit.trx, id)
  if (enabled && !before.addressListed) refuseIfAny([notListed(before.url)])
  return update(edit, before, { enabled })
}

/** What a person has set: this the audit log tells of. */
const settingsOf = ({ lastCheck: _found, ...settings }: ScreenPop): Omit<ScreenPop, 'lastCheck'> => settings

type PopUpdate = Partial<ReturnType<typeof columns>> & { readonly enabled?: boolean; readonly last_check?: null }

async function update({ trx, audit }: Edit, before: ScreenPop, change: PopUpdate): Promise<ScreenPop> {
  await trx
    .updateTable('screen_pop')
    .set({ ...change, version: nextVersion })
    .where('id', '=', before.id)
    .execute()
  const after = await readPop(trx, before.id)
  audit({ action: 'change', objectType: 'screenPop', objectId: before.id, before: settingsOf(before), after: settingsOf(after) })
  return after
}

async function deletePop({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readPop(trx, id)
  await trx.deleteFrom('screen_pop').where('id', '=', id).execute()
  await trx
    .updateTable('screen_pop')
    .set((eb) => ({ position: eb('position', '-', 1) }))
    .where('workbench_kind', '=', before.workbenchKind)
    .where('position', '>', before.position)
    .execute()
  audit({ action: 'delete', objectType: 'screenPop', objectId: id, before: settingsOf(before) })
}

/** Changes places with the neighbour; at an end of the list it stays where it is. */
async function movePop({ trx, audit }: Edit, id: number, direction: 'up' | 'down'): Promise<ScreenPop[]> {
  const before = await readPop(trx, id)
  const pops = await readPops(trx, before.workbenchKind)
  const position = before.position + (direction === 'up' ? -1 : 1)
  const neighbour = pops.find((pop) => pop.position === position)
  if (neighbour === undefined) return pops
  await trx.updateTable('screen_pop').set({ position: before.position }).where('id', '=', neighbour.id).execute()
  await trx.updateTable('screen_pop').set({ position }).where('id', '=', id).execute()
  audit({ action: 'move', objectType: 'screenPop', objectId: id, before: { position: before.position }, after: { position } })
  return readPops(trx, before.workbenchKind)
}

interface CheckScope {
  readonly own: readonly string[]
  readonly parameters: SystemParameters
  readonly kind: WorkbenchKind
  readonly self?: number
}

async function check(trx: TenantTransaction, input: PopFields, { own, parameters, kind, self }: CheckScope): Promise<void> {
  const problems = await takenProblem(trx, { table: 'screen_pop', column: 'name', value: input.name, except: self })
  const max = parameters.maxParamsPerScreenPop
  if (input.params.length > max) problems.push({ field: 'params', code: 'FIELD_TOO_MANY', params: { max } })
  const page =
    input.pageKind === 'internal' ? await pageProblems(trx, input, kind) : addressProblems(input.url, own, await approvedAddresses(trx))
  refuseIfAny([...problems, ...page])
}

/** Why an internal page may not be shown. */
async function pageProblems(trx: TenantTransaction, { customPageId }: PopFields, kind: WorkbenchKind): Promise<FieldProblem[]> {
  if (kind !== 'audioVideo') return [{ field: 'pageKind', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'audioVideoOnly' } }]
  const page = await trx
    .selectFrom('custom_page')
    .select('status')
    .where('id', '=', customPageId ?? 0)
    .executeTakeFirst()
  if (!page) return [unknownReference('customPageId', customPageId ?? '')]
  return page.status === 'published' ? [] : [{ field: 'customPageId', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'publishedOnly' } }]
}

/** Why a page of this address may not be shown. `own`: the workbench's own origins. */
export function addressProblems(url: string, own: readonly string[], rules: readonly AllowListRule[]): FieldProblem[] {
  // No allowlist lets it in: there is nothing to ask the operator for.
  if (/^https?:\/\/[^/?#]*@/i.test(url)) return [{ field: 'url', code: 'FIELD_FORMAT', params: { rule: 'urlUser' } }]
  const origin = originOf(url) ?? ''
  if (own.some((mine) => originOf(mine) === origin)) return [{ field: 'url', code: 'ADDRESS_OWN', params: { origin } }]
  return isListed(rules, url) ? [] : [notListed(url)]
}

const notListed = (url: string): FieldProblem => ({ field: 'url', code: 'ADDRESS_NOT_LISTED', params: { origin: originOf(url) ?? url } })

function columns(input: PopFields) {
  return {
    name: input.name,
    page_kind: input.pageKind,
    custom_page_id: input.customPageId,
    url: input.url,
    open_mode: input.openMode,
    pass_mode: input.passMode,
    params: json(input.params),
    trigger: input.trigger,
    omit_empty: input.omitEmpty,
    after_fragment: input.afterFragment,
    context_token: input.contextToken,
    grants: json(input.grants),
    rule: json(input.rule),
  }
}

function toPop(row: PopRow, rules: readonly AllowListRule[]): ScreenPop {
  return {
    id: row.id,
    workbenchKind: row.workbench_kind,
    name: row.name,
    pageKind: row.page_kind,
    customPageId: row.custom_page_id,
    url: row.url,
    openMode: row.open_mode,
    passMode: row.pass_mode,
    params: row.params,
    trigger: row.trigger,
    omitEmpty: row.omit_empty,
    afterFragment: row.after_fragment,
    contextToken: row.context_token,
    grants: row.grants,
    rule: row.rule,
    enabled: row.enabled,
    position: row.position,
    addressListed: row.page_kind === 'internal' || isListed(rules, row.url),
    lastCheck: row.last_check,
    version: row.version,
  }
}
