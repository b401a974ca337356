// Interfaces as they are stored, and as they are asked: there credentials are in clear.
import type { CustomerInterface } from '@openseat/contracts'
import type { Selectable } from 'kysely'
import type { SecretBox } from '../access/secret-box.ts'
import type { Schema } from '../store/schema.ts'
import type { InterfaceCall } from './exchange.ts'

export type InterfaceRow = Selectable<Schema['customer_interface']>

/** What interfaces belong to. */
export const platformTenant = 0
const headerPurpose = 'customerInterface.header'

export const sealHeader = (secrets: SecretBox, value: string): string => secrets.seal(value, headerPurpose)

type Asked = Pick<InterfaceRow, 'url' | 'timeout_ms' | 'allow_private' | 'mapping'> & {
  headers: readonly InterfaceRow['headers'][number][]
}

export const callOf = (row: Asked, secrets: SecretBox): InterfaceCall => ({
  url: row.url,
  timeoutMs: row.timeout_ms,
  headers: row.headers.map(({ name, sealed }) => ({ name, value: secrets.open(sealed, headerPurpose) })),
  allowPrivate: row.allow_private,
  mapping: row.mapping,
})

export const toInterface = (row: InterfaceRow): CustomerInterface => ({
  id: row.id,
  name: row.name,
  url: row.url,
  timeoutMs: row.timeout_ms,
  tenantIds: row.tenant_ids,
  allowPrivate: row.allow_private,
  headers: row.headers.map(({ name }) => ({ name })),
  mapping: row.mapping,
  sample: row.sample,
  numberForm: row.number_form,
  version: row.version,
})
