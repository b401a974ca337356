// Web call widgets (网页呼叫组件). A signing key is made here, shown once and kept sealed; a widget has at most two, so
// that a company can change from one to the other without refusing a visitor.

import { randomBytes } from 'node:crypto'
import { AppError, limits, type FieldProblem, type RouteBody, type Widget } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { SecretBox } from '../access/secret-box.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, takenProblem, type SettingsParts } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'

/** What a sealed key was sealed for. */
export const widgetKeyPurpose = 'widget.key'
const keysAtOnce = 2

const listing: Listing = {
  searched: [sql`w.name`, sql`w.access_code`],
  sorted: { name: sql`w.name`, accessCode: sql`w.access_code`, id: sql`w.id` },
  first: 'name',
}

type WidgetRoutes = 'listWidgets' | 'createWidget' | 'changeWidget' | 'addWidgetKey' | 'removeWidgetKey' | 'deleteWidget'

export function widgetHandlers({ settings, network }: SettingsParts): HandlersOf<WidgetRoutes> {
  const newKey = (): NewKey => makeKey(network?.secrets)
  return {
    listWidgets: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => mapPage(await listPage(selectWidgets(trx), query, listing), toWidget)),
    createWidget: async (call) => {
      const made = newKey()
      const widget = await settings.change(call.person.tenantId, actor(call), (edit) => createWidget(edit, call.body, made))
      return { widget, key: made.key }
    },
    changeWidget: (call) => settings.change(call.person.tenantId, actor(call), (edit) => changeWidget(edit, call.params.id, call.body)),
    addWidgetKey: async (call) => {
      const made = newKey()
      const widget = await settings.change(call.person.tenantId, actor(call), (edit) => addKey(edit, call.params.id, made))
      return { widget, key: made.key }
    },
    removeWidgetKey: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => removeKey(edit, call.params.id, call.params.keyId)),
    deleteWidget: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteWidget(edit, call.params.id)),
  }
}

interface StoredKey {
  readonly keyId: string
  readonly sealed: string
  readonly createdAt: string
}

export interface NewKey {
  readonly key: string
  readonly stored: StoredKey
}

export function makeKey(secrets: SecretBox | undefined): NewKey {
  if (!secrets) throw new Error('this server has no keys to seal a widget’s key with')
  const key = randomBytes(32).toString('base64url')
  const stored = { keyId: randomBytes(4).toString('hex'), sealed: secrets.seal(key, widgetKeyPurpose), createdAt: new Date().toISOString() }
  return { key, stored }
}

const selectWidgets = (trx: TenantTransaction) => trx.selectFrom('widget as w').selectAll('w')

async function readRow(trx: TenantTransaction, id: number): Promise<Selectable<Schema['widget']>> {
  return found(await selectWidgets(trx).where('w.id', '=', id).executeTakeFirst(), 'widget', id)
}

export async function createWidget({ trx, tenantId, audit }: Edit, input: RouteBody<'createWidget'>, { stored }: NewKey): Promise<Widget> {
  const { count } = await trx
    .selectFrom('widget')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.widgetsPerTenant) throw new AppError('OBJECT_LIMIT', { object: 'widget', max: limits.widgetsPerTenant })
  refuseIfAny(await problems(trx, input, 0))
  const { id } = await trx
    .insertInto('widget')
    .values({ tenant_id: tenantId, public_id: `w-${randomBytes(12).toString('base64url')}`, ...columns(input), keys: json([stored]) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = toWidget(await readRow(trx, id))
  audit({ action: 'create', objectType: 'widget', objectId: id, after })
  return after
}

async function changeWidget({ trx, audit }: Edit, id: number, { version, ...input }: RouteBody<'changeWidget'>): Promise<Widget> {
  const before = toWidget(await readRow(trx, id))
  refuseStale(before, version, { object: 'widget', name: before.name })
  refuseIfAny(await problems(trx, input, id))
  await trx
    .updateTable('widget')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = toWidget(await readRow(trx, id))
  audit({ action: 'change', objectType: 'widget', objectId: id, before, after })
  return after
}

async function addKey(edit: Edit, id: number, { stored }: NewKey): Promise<Widget> {
  const row = await readRow(edit.trx, id)
  if (row.keys.length >= keysAtOnce) throw new AppError('OBJECT_LIMIT', { object: 'signingKey', max: keysAtOnce })
  return setKeys(edit, row, [...row.keys, stored])
}

async function removeKey(edit: Edit, id: number, keyId: string): Promise<Widget> {
  const row = await readRow(edit.trx, id)
  const left = row.keys.filter((key) => key.keyId !== keyId)
  if (left.length === row.keys.length) throw new AppError('OBJECT_NOT_FOUND', { object: 'signingKey', id: keyId })
  return setKeys(edit, row, left)
}

async function setKeys({ trx, audit }: Edit, row: Selectable<Schema['widget']>, keys: readonly StoredKey[]): Promise<Widget> {
  await trx
    .updateTable('widget')
    .set({ keys: json(keys), version: nextVersion })
    .where('id', '=', row.id)
    .execute()
  const after = toWidget(await readRow(trx, row.id))
  audit({ action: 'change', objectType: 'widget', objectId: row.id, before: toWidget(row), after })
  return after
}

async function deleteWidget({ trx, audit }: Edit, id: number): Promise<void> {
  const before = toWidget(await readRow(trx, id))
  await trx.deleteFrom('widget').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'widget', objectId: id, before })
}

type Input = Omit<RouteBody<'changeWidget'>, 'version'>

async function problems(trx: TenantTransaction, { name, accessCode }: Input, except: number): Promise<FieldProblem[]> {
  const taken = await takenProblem(trx, { table: 'widget', column: 'name', value: name, except })
  const own = await trx
    .selectFrom('access_code')
    .select('code')
    .where(sql<boolean>`starts_with(${accessCode}, code)`)
    .executeTakeFirst()
  const unknown: FieldProblem[] = own ? [] : [{ field: 'accessCode', code: 'FIELD_REFERENCE', params: { value: accessCode } }]
  return [...taken, ...unknown]
}

const columns = ({ name, accessCode, media, origins, anonymous, maxCalls, enabled }: Input) => ({
  name,
  access_code: accessCode,
  media,
  origins: [...new Set(origins)],
  anonymous,
  max_calls: maxCalls,
  enabled,
})

const toWidget = (row: Selectable<Schema['widget']>): Widget => ({
  id: row.id,
  publicId: row.public_id,
  name: row.name,
  accessCode: row.access_code,
  media: row.media as Widget['media'],
  origins: row.origins,
  anonymous: row.anonymous,
  maxCalls: row.max_calls,
  enabled: row.enabled,
  keys: row.keys.map(({ keyId, createdAt }) => ({ keyId, createdAt })),
  version: row.version,
})
