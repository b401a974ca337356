// Phones (话机): a tenant's SIP accounts. A password is made here, shown once, and kept as digests only. Whoever has a digest
// can register with it, as with the password: they are sealed.

import { createHash } from 'node:crypto'
import { AppError, limits, type FieldProblem, type Phone, type RouteBody } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import { generatePassword } from '../access/passwords.ts'
import type { SecretBox } from '../access/secret-box.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, refuseUsed, type SettingsParts } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import { noNetwork, phoneRealm, type NetworkParts, type NetworkState } from './network-parts.ts'
import { type PhoneDigests, sealDigests } from './phone-digests.ts'
import type { Edit } from './settings.ts'

type StoredPhone = Omit<Phone, 'registered'>
type PhoneFields = Omit<RouteBody<'changePhone'>, 'version'>

const listing: Listing = {
  searched: [sql`p.user_name`, sql`p.display_name`, sql`p.number`],
  sorted: { userName: sql`p.user_name`, displayName: sql`p.display_name`, number: sql`p.number`, id: sql`p.id` },
  first: 'userName',
}

export function phoneHandlers({
  settings,
  network,
}: SettingsParts): HandlersOf<'listPhones' | 'createPhone' | 'changePhone' | 'resetPhonePassword' | 'deletePhone'> {
  const state = network?.state ?? noNetwork
  return {
    listPhones: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) =>
        mapPage(await listPage(selectPhones(trx), query, listing), (row) => withState(state, toPhone(row))),
      ),
    createPhone: async (call) => {
      const password = generatePassword()
      const phone = await settings.change(call.person.tenantId, actor(call), (edit) =>
        createPhone(edit, call.body, digests(secretsOf(network), call.body.userName, password)),
      )
      return { phone: withState(state, phone), password }
    },
    changePhone: async (call) => {
      const work = (edit: Edit) => changePhone(edit, call.params.id, call.body)
      return withState(state, await settings.change(call.person.tenantId, actor(call), work))
    },
    resetPhonePassword: async (call) => {
      const password = generatePassword()
      const keep = (userName: string): PhoneDigests => digests(secretsOf(network), userName, password)
      const work = (edit: Edit) => resetPassword(edit, call.params.id, keep)
      return { phone: withState(state, await settings.change(call.person.tenantId, actor(call), work)), password }
    },
    deletePhone: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deletePhone(edit, call.params.id)),
  }
}

const selectPhones = (trx: TenantTransaction) => trx.selectFrom('phone as p').selectAll('p')

async function readPhone(trx: TenantTransaction, id: number): Promise<StoredPhone> {
  return toPhone(found(await selectPhones(trx).where('p.id', '=', id).executeTakeFirst(), 'phone', id))
}

async function createPhone(edit: Edit, input: RouteBody<'createPhone'>, kept: PhoneDigests): Promise<StoredPhone> {
  const { trx, tenantId, audit } = edit
  await refuseBeyondLimit(trx)
  // Another tenant's user name is behind row-level security: the index that spans tenants refuses it.
  const own = await trx.selectFrom('phone').select('id').where('user_name', '=', input.userName).executeTakeFirst()
  const taken: FieldProblem[] = own === undefined ? [] : [{ field: 'userName', code: 'FIELD_TAKEN', params: { value: input.userName } }]
  refuseIfAny([...taken, ...(await numberProblems(trx, input, 0))])
  const { id } = await trx
    .insertInto('phone')
    .values({ tenant_id: tenantId, user_name: input.userName, ...columns(input), ...kept })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readPhone(trx, id)
  audit({ action: 'create', objectType: 'phone', objectId: id, after })
  return after
}

async function changePhone({ trx, audit }: Edit, id: number, { version, ...fields }: RouteBody<'changePhone'>): Promise<StoredPhone> {
  const before = await readPhone(trx, id)
  refuseStale(before, version, { object: 'phone', name: before.userName })
  refuseIfAny(await numberProblems(trx, fields, id))
  await trx
    .updateTable('phone')
    .set({ ...columns(fields), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readPhone(trx, id)
  audit({ action: 'change', objectType: 'phone', objectId: id, before, after })
  return after
}

async function resetPassword({ trx, audit }: Edit, id: number, keep: (userName: string) => PhoneDigests): Promise<StoredPhone> {
  const before = await readPhone(trx, id)
  await trx
    .updateTable('phone')
    .set({ ...keep(before.userName), version: nextVersion })
    .where('id', '=', id)
    .execute()
  audit({ action: 'resetPassword', objectType: 'phone', objectId: id })
  return readPhone(trx, id)
}

async function deletePhone({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readPhone(trx, id)
  const agents = await trx.selectFrom('agent').select('agent_number').where('phone', '=', before.userName).orderBy('agent_number').execute()
  refuseUsed(
    agents.map((agent) => agent.agent_number),
    { object: 'phone', name: before.userName },
  )
  await trx.deleteFrom('phone').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'phone', objectId: id, before })
}

async function refuseBeyondLimit(trx: TenantTransaction): Promise<void> {
  const { count } = await trx
    .selectFrom('phone')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.phonesPerTenant) throw new AppError('OBJECT_LIMIT', { object: 'phone', max: limits.phonesPerTenant })
}

async function numberProblems(trx: TenantTransaction, { number }: PhoneFields, except: number): Promise<FieldProblem[]> {
  if (number === '') return []
  const other = await trx.selectFrom('phone').select('id').where('number', '=', number).where('id', '<>', except).executeTakeFirst()
  return other === undefined ? [] : [{ field: 'number', code: 'FIELD_TAKEN', params: { value: number } }]
}

/** RFC 7616's HA1 with each algorithm. */
function digests(secrets: SecretBox, userName: string, password: string): PhoneDigests {
  const text = `${userName}:${phoneRealm}:${password}`
  const hash = (algorithm: string): string => createHash(algorithm).update(text, 'utf8').digest('hex')
  return sealDigests(secrets, { user_name: userName, ha1_md5: hash('md5'), ha1_sha256: hash('sha256') })
}

function secretsOf(network: NetworkParts | undefined): SecretBox {
  if (network === undefined) throw new Error('this server has no keys to seal a password with')
  return network.secrets
}

const columns = ({ displayName, number, enabled }: PhoneFields) => ({ display_name: displayName, number, enabled })

const toPhone = (row: Selectable<Schema['phone']>): StoredPhone => ({
  id: row.id,
  userName: row.user_name,
  displayName: row.display_name,
  number: row.number,
  enabled: row.enabled,
  version: row.version,
})

const withState = (state: NetworkState, phone: StoredPhone): Phone => ({
  ...phone,
  registered: phone.enabled && state.isRegistered(phone.userName),
})
