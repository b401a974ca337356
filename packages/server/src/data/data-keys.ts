// A tenant's own keys for its encrypted values, each kept under the key encryption key: one that seals rows (older ones
// open what they sealed) and one for blind look-ups. Without the key encryption key none of them can be read.

import { randomBytes } from 'node:crypto'
import type { KeyRing, SecretBox } from '../access/secret-box.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { RowKey, RowKeys } from './row-seal.ts'

type Purpose = 'rows' | 'blind'
const purposes = ['rows', 'blind'] as const
const keyBytes = 32

interface StoredKey {
  readonly key_id: number
  readonly purpose: string
  readonly sealed: string
  readonly active: boolean
}

export class DataKeys {
  readonly #secrets: SecretBox
  /** By sealed text: a key is opened once. */
  readonly #opened = new Map<string, Buffer>()

  constructor(secrets: SecretBox) {
    this.#secrets = secrets
  }

  /** For a thread of this program. */
  handOver(): KeyRing {
    return this.#secrets.handOver()
  }

  /** The tenant's keys. Reading fails closed: a wrong key encryption key is a refusal, never an empty value. */
  async read(trx: TenantTransaction, tenantId: number): Promise<RowKeys> {
    return this.#toKeys(tenantId, await trx.selectFrom('data_key').selectAll().orderBy('key_id').execute())
  }

  /** As `read`, for those who seal: a rotation waits until they have committed. */
  async forSealing(trx: TenantTransaction, tenantId: number): Promise<RowKeys> {
    const select = () => trx.selectFrom('data_key').selectAll().orderBy('key_id').forShare().execute()
    const stored = await select()
    // A rotation that was waited for has made another key the active one.
    const fresh = stored.some((key) => key.purpose === 'rows' && key.active) ? stored : await select()
    return this.#toKeys(tenantId, fresh)
  }

  /** Makes the tenant's first keys; the caller holds the tenant's lock. */
  async make(trx: TenantTransaction, tenantId: number): Promise<void> {
    const there = await trx.selectFrom('data_key').select('key_id').executeTakeFirst()
    if (there) return
    for (const purpose of purposes) await this.#add(trx, tenantId, purpose)
  }

  /** A new key for all rows from now on; returns its id. */
  async replace(trx: TenantTransaction, tenantId: number): Promise<number> {
    await trx.updateTable('data_key').set({ active: false }).where('purpose', '=', 'rows').execute()
    return this.#add(trx, tenantId, 'rows')
  }

  async #add(trx: TenantTransaction, tenantId: number, purpose: Purpose): Promise<number> {
    const last = await trx.selectFrom('data_key').select('key_id').orderBy('key_id', 'desc').limit(1).executeTakeFirst()
    const keyId = (last?.key_id ?? 0) + 1
    const sealed = this.#secrets.seal(randomBytes(keyBytes).toString('base64'), boundTo(tenantId, keyId))
    await trx.insertInto('data_key').values({ tenant_id: tenantId, key_id: keyId, purpose, sealed }).execute()
    return keyId
  }

  #toKeys(tenantId: number, stored: readonly StoredKey[]): RowKeys {
    const keys = stored.map((key): RowKey & StoredKey => ({ ...key, keyId: key.key_id, key: this.#open(tenantId, key) }))
    const current = keys.find(({ purpose, active }) => purpose === 'rows' && active)
    const blind = keys.find(({ purpose }) => purpose === 'blind')
    if (!current || !blind) throw new Error(`tenant ${tenantId} has no data keys`)
    return { tenantId, current, all: new Map(keys.map(({ keyId, key }) => [keyId, key])), blind: blind.key }
  }

  #open(tenantId: number, { key_id, sealed }: StoredKey): Buffer {
    const known = this.#opened.get(sealed)
    if (known) return known
    const key = Buffer.from(this.#secrets.open(sealed, boundTo(tenantId, key_id)), 'base64')
    this.#opened.set(sealed, key)
    return key
  }
}

const boundTo = (tenantId: number, keyId: number): string => `data.key.${tenantId}.${keyId}`
