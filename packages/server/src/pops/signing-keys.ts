// The keys that sign context tokens: ES256, one for the whole installation, a new one each month. The public halves stand
// at /.well-known/jwks.json, an old one for as long as anything that it signed can be looked at.
import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { SecretBox } from '../access/secret-box.ts'
import type { Database } from '../store/database.ts'
import { json } from '../store/schema.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

const platformTenant = 0
const dayMs = 86_400_000
const signsMs = 30 * dayMs
const publishedMs = 33 * dayMs
const purpose = 'pop.signingKey'
/** Any number that no other lock of ours uses. */
const lockId = 720_100_7

export interface SigningKey {
  readonly keyId: string
  readonly privateKey: KeyObject
}

export interface PublicKey {
  readonly kty: string
  readonly crv: string
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'ES256'
}

export interface KeySource {
  /** The key that signs now. */
  current(): Promise<SigningKey>
  /** A JSON Web Key Set (RFC 7517). */
  published(): Promise<{ readonly keys: readonly PublicKey[] }>
}

export interface SigningKeysParts {
  readonly database: Database
  readonly secrets: SecretBox
  readonly now: () => number
}

export class SigningKeys implements KeySource {
  readonly #parts: SigningKeysParts
  #current: Promise<{ readonly key: SigningKey; readonly until: number }> | null = null

  constructor(parts: SigningKeysParts) {
    this.#parts = parts
  }

  async current(): Promise<SigningKey> {
    const known = await this.#current?.catch(() => null)
    if (known && known.until > this.#parts.now()) return known.key
    this.#current = this.#read()
    return (await this.#current).key
  }

  /** At start: a wrong key encryption key would be noticed much later, by whoever needs something sealed. */
  async refuseWrongKey(): Promise<void> {
    const row = await this.#store().read((trx) => newest(trx, new Date(0)))
    try {
      if (row) this.#parts.secrets.open(row.sealed, purpose)
    } catch (error) {
      throw new StartRefused(
        'OPENSEAT_KEK (or OPENSEAT_KEK_FILE) is not the key that sealed the secrets in this database. Give that key back, or name it in OPENSEAT_KEK_OLDER; nothing was changed.',
        { cause: error },
      )
    }
    // From now on there is one to be opened.
    await this.current()
  }

  async published(): Promise<{ readonly keys: readonly PublicKey[] }> {
    await this.current()
    const oldest = new Date(this.#parts.now() - publishedMs)
    const rows = await this.#store().read((trx) =>
      trx
        .selectFrom('signing_key')
        .select(['key_id', 'public_key'])
        .where('created_at', '>', oldest)
        .orderBy('created_at', 'desc')
        .execute(),
    )
    return {
      keys: rows.map(({ key_id, public_key: { kty = '', crv = '', x = '', y = '' } }) => ({
        kty,
        crv,
        x,
        y,
        kid: key_id,
        use: 'sig',
        alg: 'ES256',
      })),
    }
  }

  #store() {
    return this.#parts.database.forTenant(platformTenant)
  }

  /** Several programs on one database agree on one key: the first one makes it. */
  #read(): Promise<{ key: SigningKey; until: number }> {
    const { now, secrets } = this.#parts
    return this.#store().transaction(async (trx) => {
      await sql`select pg_advisory_xact_lock(${lockId})`.execute(trx)
      const row = (await newest(trx, new Date(now() - signsMs))) ?? (await this.#make(trx))
      const privateKey = createPrivateKey({ key: secrets.open(row.sealed, purpose), format: 'pem' })
      return { key: { keyId: row.key_id, privateKey }, until: row.created_at.getTime() + signsMs }
    })
  }

  async #make(trx: TenantTransaction) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await trx
      .deleteFrom('signing_key')
      .where('created_at', '<', new Date(this.#parts.now() - publishedMs))
      .execute()
    return trx
      .insertInto('signing_key')
      .values({
        tenant_id: platformTenant,
        key_id: randomUUID(),
        public_key: json(publicKey.export({ format: 'jwk' })),
        sealed: this.#parts.secrets.seal(pem, purpose),
        created_at: new Date(this.#parts.now()),
      })
      .returning(['key_id', 'sealed', 'created_at'])
      .executeTakeFirstOrThrow()
  }
}

const newest = (trx: TenantTransaction, after: Date) =>
  trx
    .selectFrom('signing_key')
    .select(['key_id', 'sealed', 'created_at'])
    .where('created_at', '>', after)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
