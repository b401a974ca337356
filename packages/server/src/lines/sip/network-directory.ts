// Trunks, outbound routes and phones as they are configured now, in memory, so that the first packet of a call is judged
// without a question to the database. Follows each change of the settings.

import { limits, listOf, trunk } from '@openseat/contracts'
import type { Selectable } from 'kysely'
import type { SecretBox } from '../../access/secret-box.ts'
import { type Numbering, writtenForms } from '@openseat/domain'
import { readAccessCodes } from '../../settings/access-codes.ts'
import { openDigests } from '../../settings/phone-digests.ts'
import { addressMatcher } from '../../settings/network-parts.ts'
import { readNumbering } from '../../settings/region.ts'
import type { Settings } from '../../settings/settings.ts'
import { type ColumnValues, columnValues } from '../../settings/column-values.ts'
import { platformTenant } from '../../settings/resource-handlers.ts'
import { trunkPassword } from '../../settings/trunks.ts'
import type { PlatformStore } from '../../store/platform-store.ts'
import type { Schema } from '../../store/schema.ts'
import type { TenantTransaction } from '../../store/tenant-store.ts'
import { type Codec, codecOrder } from './codec-order.ts'
import type { Route } from './numbers.ts'

/** The trunk as it is configured, ready for use. */
export interface TrunkEntry extends Omit<ColumnValues<typeof trunk>, 'addresses' | 'codecs' | 'enabled' | 'position'> {
  readonly id: number
  /** Whether a call from this numeric address is the trunk's. */
  readonly isFromTrunk: (host: string) => boolean
  /** Undefined when there is none, or it cannot be read. */
  readonly password: string | undefined
  readonly codecs: readonly Codec[]
  readonly version: number
}

export interface PhoneEntry {
  readonly tenantId: number
  readonly userName: string
  readonly displayName: string
  readonly number: string
  readonly hashes: { readonly MD5: string; readonly 'SHA-256': string }
}

/** Whose desk a call goes to, and what was dialled there: an access code as it is configured, and what follows it. */
export interface Destination {
  readonly tenantId: number
  readonly dialled: string
}

/** With the code of a country and the longest prefix that is dialled before it. */
const longestCode = limits.accessCode.max + limits.dialPrefix.max + 3

export interface NetworkDirectoryParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  readonly secrets: SecretBox
  readonly failed: (what: string, error: unknown) => void
}

export interface BookListener {
  /** Trunks or routes changed. */
  trunksChanged(): void
  /** These phones are gone, switched off, or have another password. */
  phonesRevoked(userNames: readonly string[]): void
}

export class NetworkDirectory {
  readonly #parts: NetworkDirectoryParts
  readonly #stop: () => void
  #trunks: readonly TrunkEntry[] = []
  #routes: readonly Route[] = []
  #phones: ReadonlyMap<string, PhoneEntry> = new Map()
  #byNumber: ReadonlyMap<string, PhoneEntry> = new Map()
  /** Access codes in every form in which they may be dialled. */
  #codes: ReadonlyMap<string, Destination> = new Map()
  #listener: BookListener | undefined
  /** Readings happen one after the other, so that the last one is the newest. */
  #work: Promise<unknown> = Promise.resolve()

  constructor(parts: NetworkDirectoryParts) {
    this.#parts = parts
    this.#stop = parts.settings.onTenantChanged((tenantId) =>
      this.#enqueue(() => this.#read(tenantId)).catch((error: unknown) => parts.failed('the telephone network could not be read', error)),
    )
  }

  /** Reads everything; the directory is empty before. */
  async open(listener: BookListener): Promise<void> {
    await this.#enqueue(async () => {
      await this.#read(platformTenant)
      for (const { id } of await this.#parts.platform.tenants()) await this.#read(id)
    })
    this.#listener = listener
  }

  /** Enabled ones, in the operator's order. */
  get trunks(): readonly TrunkEntry[] {
    return this.#trunks
  }

  get routes(): readonly Route[] {
    return this.#routes
  }

  trunk(id: number): TrunkEntry | undefined {
    return this.#trunks.find((trunk) => trunk.id === id)
  }

  /** An enabled phone of a tenant that is not suspended. */
  phone(userName: string): PhoneEntry | undefined {
    return this.#phones.get(userName)
  }

  phones(): PhoneEntry[] {
    return [...this.#phones.values()]
  }

  /** A tenant's phone by its user name or its number. */
  phoneOf(tenantId: number, called: string): PhoneEntry | undefined {
    const byName = this.#phones.get(called)
    if (byName?.tenantId === tenantId) return byName
    return this.#byNumber.get(`${tenantId}/${called}`)
  }

  /** The tenant whose access code begins the dialled number, in whatever form; the longest code wins. What follows it is kept. */
  destinationOf(dialled: string): Destination | undefined {
    const digits = dialled.replace(/^\+/, '')
    for (let length = Math.min(digits.length, longestCode); length > 0; length--) {
      const found = this.#codes.get(digits.slice(0, length))
      if (found !== undefined) return { tenantId: found.tenantId, dialled: `${found.dialled}${digits.slice(length)}` }
    }
    return undefined
  }

  close(): void {
    this.#stop()
    this.#listener = undefined
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const result = this.#work.then(work)
    this.#work = result.catch(() => undefined)
    return result
  }

  #read(tenantId: number): Promise<void> {
    return tenantId === platformTenant ? this.#readTrunks() : this.#readTenant(tenantId)
  }

  async #readTrunks(): Promise<void> {
    const { rows, routes } = await this.#parts.settings.read(platformTenant, readNetwork)
    this.#trunks = rows.map((row) => this.#toTrunk(row))
    this.#routes = routes
    this.#listener?.trunksChanged()
  }

  async #readTenant(tenantId: number): Promise<void> {
    const { phones, codes, numbering } = await this.#parts.settings.read(tenantId, async (trx) => ({
      phones: await readPhones(trx),
      codes: await readAccessCodes(trx),
      numbering: await readNumbering(trx),
    }))
    const own = codes.flatMap(({ code }) => codeForms(code, numbering).map((form) => [form, { tenantId, dialled: code }] as const))
    const all = [...[...this.#codes].filter(([, holder]) => holder.tenantId !== tenantId), ...own]
    // A code as it stands comes before another one's form.
    this.#codes = new Map(all.toSorted(([form, { dialled }], [, other]) => Number(form === dialled) - Number(form === other.dialled)))
    this.#takePhones(
      tenantId,
      phones.flatMap((row) => this.#toPhone(tenantId, row)),
    )
  }

  #takePhones(tenantId: number, read: readonly PhoneEntry[]): void {
    const before = [...this.#phones.values()]
    const after = new Map(before.filter((phone) => phone.tenantId !== tenantId).map((phone) => [phone.userName, phone]))
    for (const phone of read) after.set(phone.userName, phone)
    this.#phones = after
    this.#byNumber = new Map([...after.values()].map((phone) => [`${phone.tenantId}/${phone.number}`, phone]))
    const isRevoked = ({ userName, hashes }: PhoneEntry): boolean => after.get(userName)?.hashes.MD5 !== hashes.MD5
    const revoked = before.filter((phone) => phone.tenantId === tenantId && isRevoked(phone))
    if (revoked.length > 0) this.#listener?.phonesRevoked(revoked.map(({ userName }) => userName))
  }

  #toTrunk(row: TrunkRow): TrunkEntry {
    const { addresses, codecs, enabled: _enabled, position: _position, ...kept } = columnValues(trunk, row)
    return {
      ...kept,
      id: row.id,
      isFromTrunk: addressMatcher(listOf(addresses)),
      password: row.password === null ? undefined : this.#openPassword(row.password, row.name),
      codecs: codecOrder[codecs],
      version: row.version,
    }
  }

  /** A lost key closes this phone, not the server. */
  #toPhone(tenantId: number, row: PhoneRow): PhoneEntry[] {
    const { user_name: userName, display_name: displayName, number } = row
    try {
      const hashes = openDigests(this.#parts.secrets, row)
      return [{ tenantId, userName, displayName, number: number === '' ? userName : number, hashes }]
    } catch (error) {
      this.#parts.failed(`the password of phone ${userName} cannot be read`, error)
      return []
    }
  }

  /** A lost key stops this trunk's log-in, not the server. */
  #openPassword(sealed: string, name: string): string | undefined {
    try {
      return this.#parts.secrets.open(sealed, trunkPassword)
    } catch (error) {
      this.#parts.failed(`the password of trunk ${name} cannot be read`, error)
      return undefined
    }
  }
}

const codeForms = (code: string, numbering: Numbering): string[] => writtenForms(code, numbering).map((form) => form.replace(/^\+/, ''))

type TrunkRow = Awaited<ReturnType<typeof readNetwork>>['rows'][number]

async function readNetwork(trx: TenantTransaction) {
  const rows = await trx.selectFrom('trunk').selectAll().where('enabled', '=', true).orderBy('position').orderBy('id').execute()
  const columns = ['prefix', 'strip_digits as stripDigits', 'prepend', 'trunk_ids as trunkIds'] as const
  const routes: Route[] = await trx.selectFrom('outbound_route').select(columns).execute()
  return { rows, routes }
}

type PhoneRow = Selectable<Schema['phone']>

async function readPhones(trx: TenantTransaction): Promise<PhoneRow[]> {
  const tenant = await trx.selectFrom('tenant').select('status').executeTakeFirst()
  if (tenant?.status !== 'active') return []
  return trx.selectFrom('phone').selectAll().where('enabled', '=', true).execute()
}
