// The masked and encrypted values of a row as one sealed text: form (1) | iv (12) | tag (16) | AES-256-GCM of their JSON, bound to
// tenant, table and row, so that a copied one does not open elsewhere. And the keyed hash by which an index is found.

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { AppError, type RowValues } from '@openseat/contracts'
import { numberKeyForm } from '@openseat/domain'

const form = 1
const formByte = Buffer.of(form)
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + ivBytes + tagBytes
const blindBytes = 16

export interface RowKey {
  readonly keyId: number
  readonly key: Buffer
}

export interface RowKeys {
  readonly tenantId: number
  readonly current: RowKey
  readonly all: ReadonlyMap<number, Buffer>
  readonly blind: Buffer
}

export interface RowPlace {
  readonly tableId: number
  readonly rowId: number
}

const boundTo = ({ tenantId }: RowKeys, { tableId, rowId }: RowPlace): Buffer => Buffer.from(`${tenantId}|${tableId}|${rowId}`)

/** One call for many rows: each call has its price. No part is used twice. */
let random = Buffer.alloc(0)

function freshIv(): Buffer {
  if (random.length === 0) random = randomBytes(ivBytes * 1_024)
  const iv = random.subarray(0, ivBytes)
  random = random.subarray(ivBytes)
  return iv
}

export function sealValues(keys: RowKeys, place: RowPlace, values: RowValues): Buffer {
  const iv = freshIv()
  const cipher = createCipheriv('aes-256-gcm', keys.current.key, iv).setAAD(boundTo(keys, place))
  const body = cipher.update(JSON.stringify(values), 'utf8')
  // GCM keeps nothing back for the end.
  cipher.final()
  return Buffer.concat([formByte, iv, cipher.getAuthTag(), body], headBytes + body.length)
}

/** `SECRET_UNREADABLE` when the key is not here or the text is not of this row. */
export function openValues(keys: RowKeys, place: RowPlace, { sealed, keyId }: { sealed: Buffer; keyId: number | null }): RowValues {
  const key = keys.all.get(keyId ?? 0)
  const refused = (cause?: unknown): AppError => new AppError('SECRET_UNREADABLE', { key: `data ${keyId}` }, { cause })
  if (!key || sealed[0] !== form) throw refused()
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(boundTo(keys, place)).setAuthTag(sealed.subarray(1 + ivBytes, headBytes))
    const text = Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]).toString('utf8')
    return JSON.parse(text) as RowValues
  } catch (cause) {
    throw refused(cause)
  }
}

/** Of each tenant's key that is in use, by table: derived once, an import asks for it at every row. */
const tableKeys = new WeakMap<Buffer, Map<number, KeyObject>>()

function tableKey({ blind }: RowKeys, tableId: number): KeyObject {
  const derived = tableKeys.get(blind) ?? new Map<number, KeyObject>()
  tableKeys.set(blind, derived)
  const known = derived.get(tableId)
  if (known) return known
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', blind, '', `blind|${tableId}|${numberKeyForm}`, 32)))
  derived.set(tableId, key)
  return key
}

/** Hash of one of the table's index values; equal values are equal, nothing else can be read from it without the key. */
export function blindHash(keys: RowKeys, tableId: number, numberKey: string): Buffer {
  return createHmac('sha256', tableKey(keys, tableId)).update(numberKey).digest().subarray(0, blindBytes)
}

/** Hash of all that a row holds; no number has a NUL in it. */
export function contentHash(keys: RowKeys, tableId: number, values: RowValues): Buffer {
  const sorted = Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return blindHash(keys, tableId, `\0${JSON.stringify(sorted)}`)
}
