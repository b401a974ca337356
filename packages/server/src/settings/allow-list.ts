// The address allowlist (地址白名单): the operator's, per tenant. A tenant may ask for an address; the operator decides.

import type { AddressRequest, AllowListEntry, FieldProblem, RouteBody } from '@openseat/contracts'
import { originOf } from '@openseat/domain/screen-pop/allow-list'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, type SettingsParts } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'
import { existing } from './tenants.ts'

type EntryInput = RouteBody<'addAllowListEntry'>
type EntryStatus = AllowListEntry['status']
type AllowListRoute =
  | 'listAddressRequests'
  | 'listAllowList'
  | 'addAllowListEntry'
  | 'decideAllowListEntry'
  | 'removeAllowListEntry'
  | 'listOwnAllowList'
  | 'requestAllowListEntry'

const listing: Listing = {
  searched: [sql`e.origin`, sql`e.path_prefix`, sql`e.note`],
  sorted: { origin: sql`e.origin`, status: sql`e.status`, createdAt: sql`e.created_at`, id: sql`e.id` },
  first: 'id',
}

export function allowListHandlers(parts: SettingsParts): HandlersOf<AllowListRoute> {
  const { settings } = parts
  const list = (query: Parameters<typeof listPage>[1]) => async (trx: TenantTransaction) =>
    mapPage(await listPage(selectEntries(trx), query, listing), toEntry)
  return {
    listAddressRequests: () => readRequests(parts),
    listAllowList: async ({ params, query }) => settings.read(await existing(parts, params.tenantId), list(query)),
    listOwnAllowList: ({ person, query }) => settings.read(person.tenantId, list(query)),
    addAllowListEntry: async (call) =>
      settings.change(await existing(parts, call.params.tenantId), actor(call), (edit) => addEntry(edit, call.body, 'approved')),
    requestAllowListEntry: (call) => settings.change(call.person.tenantId, actor(call), (edit) => addEntry(edit, call.body, 'requested')),
    decideAllowListEntry: async (call) =>
      settings.change(await existing(parts, call.params.tenantId), actor(call), (edit) =>
        decide(edit, call.params.entryId, call.body.status),
      ),
    removeAllowListEntry: async (call) =>
      settings.change(await existing(parts, call.params.tenantId), actor(call), (edit) => removeEntry(edit, call.params.entryId)),
  }
}

/** Each tenant's are its own to see: asked one after another. */
async function readRequests({ settings, platform }: SettingsParts): Promise<AddressRequest[]> {
  const requests: AddressRequest[] = []
  for (const { id, code, name } of await platform.tenants()) {
    const waiting = (trx: TenantTransaction) => selectEntries(trx).where('e.status', '=', 'requested').execute()
    const rows = await settings.read(id, waiting)
    requests.push(...rows.map((row) => ({ ...toEntry(row), tenantCode: code, tenantName: name })))
  }
  return requests.sort((x, y) => x.createdAt.localeCompare(y.createdAt))
}

const selectEntries = (trx: TenantTransaction) => trx.selectFrom('allow_list_entry as e').selectAll('e')

async function readEntry(trx: TenantTransaction, id: number): Promise<AllowListEntry> {
  return toEntry(found(await selectEntries(trx).where('e.id', '=', id).executeTakeFirst(), 'allowList', id))
}

export async function addEntry({ trx, tenantId, audit }: Edit, input: EntryInput, status: EntryStatus): Promise<AllowListEntry> {
  refuseIfAny(portProblems(input.origin))
  const origin = originOf(input.origin) ?? input.origin
  const same = sql<boolean>`lower(origin) = ${origin} and path_prefix = ${input.pathPrefix}`
  const other = await trx.selectFrom('allow_list_entry').select('id').where(same).executeTakeFirst()
  refuseIfAny(other === undefined ? [] : [{ field: 'origin', code: 'FIELD_TAKEN', params: { value: origin + input.pathPrefix } }])
  const { id } = await trx
    .insertInto('allow_list_entry')
    .values({ tenant_id: tenantId, origin, path_prefix: input.pathPrefix, note: input.note, status })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readEntry(trx, id)
  audit({ action: status === 'requested' ? 'request' : 'create', objectType: 'allowList', objectId: id, after })
  return after
}

function portProblems(origin: string): FieldProblem[] {
  const port = /:(\d+)$/.exec(origin)?.[1]
  const wrong = port !== undefined && (Number(port) < 1 || Number(port) > 65_535)
  return wrong ? [{ field: 'origin', code: 'FIELD_FORMAT', params: { rule: 'port' } }] : []
}

async function decide({ trx, audit }: Edit, id: number, status: EntryStatus): Promise<AllowListEntry> {
  const before = await readEntry(trx, id)
  await trx.updateTable('allow_list_entry').set({ status }).where('id', '=', id).execute()
  audit({
    action: status === 'approved' ? 'approve' : 'refuse',
    objectType: 'allowList',
    objectId: id,
    before,
    after: { ...before, status },
  })
  return { ...before, status }
}

async function removeEntry({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readEntry(trx, id)
  await trx.deleteFrom('allow_list_entry').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'allowList', objectId: id, before })
}

function toEntry(row: Selectable<Schema['allow_list_entry']>): AllowListEntry {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    origin: row.origin,
    pathPrefix: row.path_prefix,
    note: row.note,
    status: row.status,
    createdAt: row.created_at.toISOString(),
  }
}
