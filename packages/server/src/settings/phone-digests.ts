// The digests of phones' passwords in the database: sealed, each for its phone. Those of before are sealed at the start.
import type { SecretBox } from '../access/secret-box.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export interface PhoneDigests {
  readonly ha1_md5: string
  readonly ha1_sha256: string
}

interface PhoneRow extends PhoneDigests {
  readonly user_name: string
}

const purposeOf = (userName: string, column: keyof PhoneDigests): string => `phone.${column}/${userName}`

export function sealDigests(secrets: SecretBox, { user_name, ha1_md5, ha1_sha256 }: PhoneRow): PhoneDigests {
  return {
    ha1_md5: secrets.seal(ha1_md5, purposeOf(user_name, 'ha1_md5')),
    ha1_sha256: secrets.seal(ha1_sha256, purposeOf(user_name, 'ha1_sha256')),
  }
}

/** Throws `SECRET_UNREADABLE` when their key is not here. */
export function openDigests(secrets: SecretBox, { user_name, ha1_md5, ha1_sha256 }: PhoneRow): { MD5: string; 'SHA-256': string } {
  return {
    MD5: secrets.open(ha1_md5, purposeOf(user_name, 'ha1_md5')),
    'SHA-256': secrets.open(ha1_sha256, purposeOf(user_name, 'ha1_sha256')),
  }
}

const rowsAtOnce = 500

/** Seals what lies open still. Broken off, it goes on at the next start with what is left. */
export async function sealOpenDigests(database: Database, secrets: SecretBox): Promise<void> {
  for (const { id } of await database.platform.tenants()) {
    const store = database.forTenant(id)
    for (let done = rowsAtOnce; done === rowsAtOnce;) done = await store.transaction((trx) => sealSome(trx, secrets))
  }
}

async function sealSome(trx: TenantTransaction, secrets: SecretBox): Promise<number> {
  const rows = await trx
    .selectFrom('phone')
    .select(['id', 'user_name', 'ha1_md5', 'ha1_sha256'])
    .where((eb) => eb.or([eb('ha1_md5', 'not like', 'v1.%'), eb('ha1_sha256', 'not like', 'v1.%')]))
    .orderBy('id')
    .limit(rowsAtOnce)
    .forUpdate()
    .execute()
  for (const row of rows) await trx.updateTable('phone').set(sealDigests(secrets, row)).where('id', '=', row.id).execute()
  return rows.length
}
