// Definitions of custom pages. Everything that a page names must be there when it is saved; base tables may still be
// drafts while the page is one.

import {
  AppError,
  limits,
  type CustomPage,
  type FieldProblem,
  type PageInterface,
  type PageObject,
  type RouteBody,
} from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { actor, mapPage, nextVersion, refuseStale, refuseUsed, takenProblem, unknownReference } from '../settings/checks.ts'
import { type Listing, listPage } from '../settings/listing.ts'
import type { Edit, Settings } from '../settings/settings.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { InterfacesForPages } from './page-cards.ts'
import { pageRecord, popsOfPages, sourceColumns, sourceOf, toPage } from './page-record.ts'

export interface CustomPageParts {
  readonly settings: Settings
  readonly interfaces: InterfacesForPages
}

type CustomPageRoute =
  | 'listCustomPages'
  | 'getCustomPage'
  | 'createCustomPage'
  | 'changeCustomPage'
  | 'publishCustomPage'
  | 'unpublishCustomPage'
  | 'deleteCustomPage'

type Input = RouteBody<'createCustomPage'>
type Interfaces = readonly PageInterface[]

const listing: Listing = { searched: [sql`p.name`], sorted: { name: sql`p.name`, id: sql`p.id` }, first: 'name' }

export function customPageHandlers({ settings, interfaces }: CustomPageParts): HandlersOf<CustomPageRoute> {
  /** Interfaces are the operator's: they are asked for before the tenant's own transaction. */
  const change = async <T>(call: Parameters<typeof actor>[0], work: (edit: Edit, usable: Interfaces) => Promise<T>): Promise<T> => {
    const { tenantId } = call.person
    const usable = await interfaces.usableBy(tenantId)
    return settings.change(tenantId, actor(call), (edit) => work(edit, usable))
  }
  return {
    listCustomPages: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const page = await listPage(trx.selectFrom('custom_page as p').selectAll('p'), query, listing)
        const pops = await popsOfPages(trx)
        return mapPage(page, (record) => toPage(record, pops))
      }),
    getCustomPage: ({ person, params }) => settings.read(person.tenantId, (trx) => readPage(trx, params.id)),
    createCustomPage: (call) => change(call, (edit, usable) => createPage(edit, call.body, usable)),
    changeCustomPage: (call) => change(call, (edit, usable) => changePage(edit, { id: call.params.id, input: call.body, usable })),
    publishCustomPage: (call) => change(call, (edit, usable) => publishPage(edit, call.params.id, usable)),
    unpublishCustomPage: (call) => change(call, (edit) => unpublishPage(edit, call.params.id)),
    deleteCustomPage: (call) => change(call, (edit) => deletePage(edit, call.params.id)),
  }
}

const readPage = async (trx: TenantTransaction, id: number): Promise<CustomPage> =>
  toPage(await pageRecord(trx, id), await popsOfPages(trx))

async function createPage({ trx, tenantId, audit }: Edit, input: Input, usable: Interfaces): Promise<CustomPage> {
  const { count } = await trx
    .selectFrom('custom_page')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.customPages) throw new AppError('OBJECT_LIMIT', { object: 'customPage', max: limits.customPages })
  refuseIfAny([...(await nameProblems(trx, input, 0)), ...(await pageSourceProblems(trx, input, { usable, published: false }))])
  const { id } = await trx
    .insertInto('custom_page')
    .values({ tenant_id: tenantId, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readPage(trx, id)
  audit({ action: 'create', objectType: 'customPage', objectId: id, after: settingsOf(after) })
  return after
}

interface PageChange {
  readonly id: number
  readonly input: Input
  readonly usable: Interfaces
}

async function changePage({ trx, audit }: Edit, { id, input, usable }: PageChange): Promise<CustomPage> {
  const before = await readPage(trx, id)
  refuseStale(before, input.version, { object: 'customPage', name: before.name })
  const published = before.status === 'published'
  refuseIfAny([...(await nameProblems(trx, input, id)), ...(await pageSourceProblems(trx, input, { usable, published }))])
  await trx
    .updateTable('custom_page')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readPage(trx, id)
  audit({ action: 'change', objectType: 'customPage', objectId: id, before: settingsOf(before), after: settingsOf(after) })
  return after
}

async function publishPage(edit: Edit, id: number, usable: Interfaces): Promise<CustomPage> {
  const record = await pageRecord(edit.trx, id)
  refuseIfAny(await pageSourceProblems(edit.trx, { source: sourceOf(record) }, { usable, published: true }))
  return setStatus(edit, id, 'published')
}

async function unpublishPage(edit: Edit, id: number): Promise<CustomPage> {
  const { name, pops } = await readPage(edit.trx, id)
  if (pops.length > 0) throw new AppError('PAGE_IN_USE', { name, users: pops.join(', ') })
  return setStatus(edit, id, 'draft')
}

async function setStatus({ trx, audit }: Edit, id: number, status: CustomPage['status']): Promise<CustomPage> {
  const before = await readPage(trx, id)
  if (before.status === status) return before
  await trx.updateTable('custom_page').set({ status, version: nextVersion }).where('id', '=', id).execute()
  const action = status === 'published' ? 'publish' : 'unpublish'
  audit({ action, objectType: 'customPage', objectId: id, before: { status: before.status }, after: { status } })
  return readPage(trx, id)
}

async function deletePage({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readPage(trx, id)
  refuseUsed(before.pops, { object: 'customPage', name: before.name })
  await trx.deleteFrom('custom_page').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'customPage', objectId: id, before: settingsOf(before) })
}

const settingsOf = ({ pops: _shownBy, ...settings }: CustomPage): Omit<CustomPage, 'pops'> => settings

const nameProblems = (trx: TenantTransaction, { name }: Input, except: number): Promise<FieldProblem[]> =>
  takenProblem(trx, { table: 'custom_page', column: 'name', value: name, except })

const columns = ({ name, layout, source }: Input) => ({ name, layout: json(layout), ...sourceColumns(source) })

interface SourceScope {
  readonly usable: Interfaces
  /** A published page shows published tables only. */
  readonly published: boolean
}

/** What the page names that is not there. */
export async function pageSourceProblems(
  trx: TenantTransaction,
  { source }: Pick<Input, 'source'>,
  { usable, published }: SourceScope,
): Promise<FieldProblem[]> {
  if (source.kind === 'external') {
    const { interfaceId } = source
    return usable.some(({ id }) => id === interfaceId) ? [] : [unknownReference('source.interfaceId', interfaceId)]
  }
  const problems = source.objects.map((object, at) => objectProblems(trx, object, { path: `source.objects.${at}`, published }))
  return [...nameTwice(source.objects), ...(await Promise.all(problems)).flat()]
}

const nameTwice = (objects: readonly PageObject[]): FieldProblem[] =>
  objects.flatMap(({ name }, at) =>
    objects.findIndex((other) => other.name === name) < at
      ? [{ field: `source.objects.${at}.name`, code: 'FIELD_TAKEN', params: { value: name } }]
      : [],
  )

interface ObjectScope {
  readonly path: string
  readonly published: boolean
}

async function objectProblems(trx: TenantTransaction, object: PageObject, { path, published }: ObjectScope): Promise<FieldProblem[]> {
  const { tableId, fieldIds } = object
  const table = await trx.selectFrom('base_table').selectAll().where('id', '=', tableId).executeTakeFirst()
  if (!table) return [unknownReference(`${path}.tableId`, tableId)]
  const refused = (field: string, rule: string): FieldProblem => ({
    field: `${path}.${field}`,
    code: 'FIELD_NOT_APPLICABLE',
    params: { rule },
  })
  const known = new Set(table.fields.map(({ fieldId }) => fieldId))
  const unknown = fieldIds.find((fieldId) => !known.has(fieldId))
  const twice = fieldIds.find((fieldId, at) => fieldIds.indexOf(fieldId) < at)
  return [
    ...(published && table.status !== 'published' ? [refused('tableId', 'publishedOnly')] : []),
    ...(table.fields.some(({ indexed }) => indexed) ? [] : [refused('tableId', 'needsIndex')]),
    ...(unknown === undefined ? [] : [unknownReference(`${path}.fieldIds`, unknown)]),
    ...(twice === undefined ? [] : [{ field: `${path}.fieldIds`, code: 'FIELD_TAKEN' as const, params: { value: twice } }]),
  ]
}
