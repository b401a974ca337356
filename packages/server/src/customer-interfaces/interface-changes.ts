// Changes of customer interfaces, each with its checks. Credentials stay with the server they were written for.
import { AppError, type CustomerInterface, type FieldProblem, limits, type RouteBody } from '@openseat/contracts'
import { mappingProblems } from '@openseat/domain/custom-page/mapping-names'
import type { SecretBox } from '../access/secret-box.ts'
import { refuseIfAny } from '../http/problem.ts'
import { found, nextVersion, refuseStale, refuseUsed, takenProblem, unknownReference } from '../settings/checks.ts'
import type { Edit, Settings } from '../settings/settings.ts'
import type { PlatformStore } from '../store/platform-store.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type InterfaceRow, sealHeader, toInterface } from './interface-rows.ts'
import { usersOf } from './interface-users.ts'

const object = 'customerInterface'
export type InterfaceInput = RouteBody<'createCustomerInterface'>

export interface ChangeParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  readonly secrets: SecretBox
}

export async function readRow(trx: TenantTransaction, id: number): Promise<InterfaceRow> {
  return found(await trx.selectFrom('customer_interface').selectAll().where('id', '=', id).executeTakeFirst(), object, id)
}

export async function createInterface(
  parts: ChangeParts,
  { trx, tenantId, audit }: Edit,
  input: InterfaceInput,
): Promise<CustomerInterface> {
  await refuseBeyondLimit(trx)
  const headers = keptHeaders(parts.secrets, input, undefined)
  const taken = await takenProblem(trx, { table: 'customer_interface', column: 'name', value: input.name })
  refuseIfAny([...taken, ...headers.problems, ...expressionProblems(input), ...(await tenantProblems(parts.platform, input))])
  const { id } = await trx
    .insertInto('customer_interface')
    .values({ tenant_id: tenantId, ...columns(input), headers: json(headers.kept) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = toInterface(await readRow(trx, id))
  audit({ action: 'create', objectType: object, objectId: id, after: audited(after) })
  return after
}

export interface InterfaceChange {
  readonly id: number
  readonly input: InterfaceInput
}

export async function changeInterface(
  parts: ChangeParts,
  { trx, audit }: Edit,
  { id, input }: InterfaceChange,
): Promise<CustomerInterface> {
  const row = await readRow(trx, id)
  refuseStale(row, input.version, { object, name: row.name })
  const headers = keptHeaders(parts.secrets, input, row)
  const taken = await takenProblem(trx, { table: 'customer_interface', column: 'name', value: input.name, except: id })
  refuseIfAny([...taken, ...headers.problems, ...expressionProblems(input, row), ...(await tenantProblems(parts.platform, input))])
  const withdrawn = row.tenant_ids.filter((tenantId) => !input.tenantIds.includes(tenantId))
  await refuseWithdrawn(parts, id, withdrawn)
  await trx
    .updateTable('customer_interface')
    .set({ ...columns(input), headers: json(headers.kept), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = toInterface(await readRow(trx, id))
  // That a header's value was changed is said; the value stands nowhere.
  const headersChanged = input.headers.filter(({ value }) => value !== '').map(({ name }) => name)
  audit({
    action: 'change',
    objectType: object,
    objectId: id,
    before: audited(toInterface(row)),
    after: { ...audited(after), headersChanged },
  })
  return after
}

export async function deleteInterface({ settings, platform }: ChangeParts, { trx, audit }: Edit, id: number): Promise<void> {
  const row = await readRow(trx, id)
  const names = new Map((await platform.tenants()).map((tenant) => [tenant.id, tenant.name]))
  const users = await Promise.all(
    row.tenant_ids.map(async (tenantId) =>
      (await usersOf(settings, tenantId, id)).map((page) => `${names.get(tenantId) ?? tenantId}: ${page}`),
    ),
  )
  refuseUsed(users.flat(), { object, name: row.name })
  await trx.deleteFrom('customer_interface').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: object, objectId: id, before: audited(toInterface(row)) })
}

/** Without the sample: an answer tells of a customer. */
const audited = ({ sample: _sample, ...settled }: CustomerInterface) => settled

interface KeptHeaders {
  readonly kept: readonly { readonly name: string; readonly sealed: string }[]
  readonly problems: readonly FieldProblem[]
}

/** A header without a value keeps its own, as long as the address leads to the same server. */
export function keptHeaders(secrets: SecretBox, { headers, url }: InterfaceInput, row: InterfaceRow | undefined): KeptHeaders {
  const isSameServer = row !== undefined && new URL(row.url).origin === new URL(url).origin
  const present = new Map((isSameServer ? row.headers : []).map(({ name, sealed }) => [name.toLowerCase(), sealed]))
  const problems: FieldProblem[] = []
  const kept = headers.flatMap(({ name, value }, index) => {
    const sealed = value === '' ? present.get(name.toLowerCase()) : sealHeader(secrets, value)
    if (sealed === undefined) problems.push({ field: `headers.${index}.value`, code: 'FIELD_REQUIRED', params: {} })
    return sealed === undefined ? [] : [{ name, sealed }]
  })
  return { kept, problems }
}

function expressionProblems({ mapping }: InterfaceInput, row?: InterfaceRow): readonly FieldProblem[] {
  if (mapping === null) return []
  return mappingProblems(mapping, row?.mapping).map((problem) => ({ ...problem, field: `mapping.${problem.field}` }))
}

async function tenantProblems(platform: PlatformStore, { tenantIds }: InterfaceInput): Promise<FieldProblem[]> {
  const known = new Set((await platform.tenants()).map(({ id }) => id))
  return tenantIds.flatMap((id, index) => (known.has(id) ? [] : [unknownReference(`tenantIds.${index}`, id)]))
}

async function refuseWithdrawn({ settings, platform }: ChangeParts, id: number, tenantIds: readonly number[]): Promise<void> {
  for (const tenantId of tenantIds) {
    const users = await usersOf(settings, tenantId, id)
    const tenant = (await platform.tenantById(tenantId))?.name ?? tenantId
    if (users.length > 0) throw new AppError('INTERFACE_IN_USE', { tenant, users: users.join(', ') })
  }
}

async function refuseBeyondLimit(trx: TenantTransaction): Promise<void> {
  const { count } = await trx
    .selectFrom('customer_interface')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.customerInterfaces) throw new AppError('OBJECT_LIMIT', { object, max: limits.customerInterfaces })
}

const columns = (input: InterfaceInput) => ({
  name: input.name,
  url: input.url,
  timeout_ms: input.timeoutMs,
  tenant_ids: [...new Set(input.tenantIds)],
  allow_private: input.allowPrivate,
  mapping: input.mapping === null ? null : json(input.mapping),
  sample: input.sample,
  number_form: input.numberForm,
})
