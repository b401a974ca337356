// Trunks (中继): the operator's lines to carriers. They are rows of the platform, tenant 0.

import { AppError, limits, type FieldProblem, type RouteBody, type Trunk } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, refuseUsed, type SettingsParts, takenProblem } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import { noNetwork, type NetworkParts, type NetworkState } from './network-parts.ts'
import type { Edit } from './settings.ts'

/** What trunks and outbound routes belong to. */
export const platformTenant = 0
export const trunkPassword = 'trunk.password'

type TrunkInput = RouteBody<'createTrunk'>
type TrunkRow = Selectable<Schema['trunk']>
type StoredTrunk = Omit<Trunk, 'state' | 'since' | 'calls'>

const listing: Listing = {
  searched: [sql`t.name`, sql`t.host`, sql`t.sip_user`, sql`t.number_ranges`],
  sorted: { position: sql`t.position`, name: sql`t.name`, host: sql`t.host`, id: sql`t.id` },
  first: 'position',
}

export function trunkHandlers({
  settings,
  network,
}: SettingsParts): HandlersOf<'listTrunks' | 'createTrunk' | 'changeTrunk' | 'deleteTrunk'> {
  const state = network?.state ?? noNetwork
  return {
    listTrunks: ({ query }) =>
      settings.read(platformTenant, async (trx) =>
        mapPage(await listPage(selectTrunks(trx), query, listing), (row) => withState(state, toTrunk(row))),
      ),
    createTrunk: async (call) => {
      const work = (edit: Edit) => createTrunk({ edit, network }, call.body)
      return withState(state, await settings.change(platformTenant, actor(call), work))
    },
    changeTrunk: async (call) => {
      const work = (edit: Edit) => changeTrunk({ edit, network }, call.params.trunkId, call.body)
      return withState(state, await settings.change(platformTenant, actor(call), work))
    },
    deleteTrunk: (call) => settings.change(platformTenant, actor(call), (edit) => deleteTrunk(edit, call.params.trunkId)),
  }
}

const selectTrunks = (trx: TenantTransaction) => trx.selectFrom('trunk as t').selectAll('t')

async function readTrunk(trx: TenantTransaction, id: number): Promise<StoredTrunk> {
  return toTrunk(found(await selectTrunks(trx).where('t.id', '=', id).executeTakeFirst(), 'trunk', id))
}

interface Change {
  readonly edit: Edit
  readonly network: NetworkParts | undefined
}

async function createTrunk({ edit, network }: Change, input: TrunkInput): Promise<StoredTrunk> {
  const { trx, tenantId, audit } = edit
  await refuseBeyondLimit(trx)
  refuseIfAny([...passwordProblems(input, false), ...(await takenProblem(trx, { table: 'trunk', column: 'name', value: input.name }))])
  const { id } = await trx
    .insertInto('trunk')
    .values({ tenant_id: tenantId, ...columns(input), password: sealed(network, input.password) ?? null })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readTrunk(trx, id)
  audit({ action: 'create', objectType: 'trunk', objectId: id, after })
  return after
}

async function changeTrunk({ edit, network }: Change, id: number, input: TrunkInput): Promise<StoredTrunk> {
  const { trx, audit } = edit
  const before = await readTrunk(trx, id)
  refuseStale(before, input.version, { object: 'trunk', name: before.name })
  const taken = await takenProblem(trx, { table: 'trunk', column: 'name', value: input.name, except: id })
  refuseIfAny([...passwordProblems(input, before.hasPassword), ...taken])
  const password = sealed(network, input.password)
  await trx
    .updateTable('trunk')
    .set({ ...columns(input), ...(password === undefined ? {} : { password }), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readTrunk(trx, id)
  // That the password was changed is said; it itself stands nowhere.
  audit({ action: 'change', objectType: 'trunk', objectId: id, before, after: { ...after, passwordChanged: password !== undefined } })
  return after
}

async function deleteTrunk({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readTrunk(trx, id)
  const routes = await trx
    .selectFrom('outbound_route')
    .select('prefix')
    .where(sql<boolean>`${id} = any (trunk_ids)`)
    .orderBy('prefix')
    .execute()
  refuseUsed(
    routes.map(({ prefix }) => `${prefix}*`),
    { object: 'trunk', name: before.name },
  )
  await trx.deleteFrom('trunk').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'trunk', objectId: id, before })
}

async function refuseBeyondLimit(trx: TenantTransaction): Promise<void> {
  const { count } = await trx
    .selectFrom('trunk')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.trunks) throw new AppError('OBJECT_LIMIT', { object: 'trunk', max: limits.trunks })
}

/** Who registers proves himself by a password. */
function passwordProblems({ mode, password }: TrunkInput, hasOne: boolean): FieldProblem[] {
  return mode === 'registering' && password === '' && !hasOne ? [{ field: 'password', code: 'FIELD_REQUIRED', params: {} }] : []
}

/** Undefined: the present one stays. */
function sealed(network: NetworkParts | undefined, password: string): string | undefined {
  if (password === '') return undefined
  if (network === undefined) throw new Error('this server has no keys to seal a password with')
  return network.secrets.seal(password, trunkPassword)
}

function columns(input: TrunkInput) {
  return {
    name: input.name,
    mode: input.mode,
    host: input.host.toLowerCase(),
    port: input.port,
    transport: input.transport,
    addresses: input.addresses,
    sip_user: input.user,
    number_ranges: input.numberRanges,
    caller_number: input.callerNumber,
    codecs: input.codecs,
    max_calls: input.maxCalls,
    secure_media: input.secureMedia,
    trusts_data: input.trustsData,
    probe_seconds: input.probeSeconds,
    enabled: input.enabled,
    position: input.position,
  }
}

function toTrunk(row: TrunkRow): StoredTrunk {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode as Trunk['mode'],
    host: row.host,
    port: row.port,
    transport: row.transport as Trunk['transport'],
    addresses: row.addresses,
    user: row.sip_user,
    hasPassword: row.password !== null,
    numberRanges: row.number_ranges,
    callerNumber: row.caller_number,
    codecs: row.codecs as Trunk['codecs'],
    maxCalls: row.max_calls,
    secureMedia: row.secure_media as Trunk['secureMedia'],
    trustsData: row.trusts_data,
    probeSeconds: row.probe_seconds,
    enabled: row.enabled,
    position: row.position,
    version: row.version,
  }
}

function withState(network: NetworkState, trunk: StoredTrunk): Trunk {
  const { state, since, calls } = network.trunkStatus(trunk.id)
  return { ...trunk, state: trunk.enabled ? state : 'disabled', since: since === null ? null : new Date(since).toISOString(), calls }
}
