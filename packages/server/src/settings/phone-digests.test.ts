import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { sealOpenDigests } from './phone-digests.ts'

const db = useTestDatabase()
const key = randomBytes(32)

it('digests of phones that lie open are sealed once, whatever was sealed before', async () => {
  const { database, owner } = db()
  await owner.query(`insert into tenant (id, code, name) values (9, 'nine', 'Nine')`)
  const phones = Array.from({ length: 501 }, (_, n) => ({
    tenant_id: 9,
    user_name: `desk-${n}`,
    display_name: '',
    number: '',
    enabled: true,
    ha1_md5: 'a'.repeat(32),
    ha1_sha256: 'b'.repeat(64),
  }))
  const store = database.forTenant(9)
  await store.transaction((trx) => trx.insertInto('phone').values(phones).execute())
  await sealOpenDigests(database, new SecretBox(key))
  const all = () => store.read((trx) => trx.selectFrom('phone').select(['ha1_md5', 'ha1_sha256']).orderBy('id').execute())
  const sealed = await all()
  expect(sealed.every(({ ha1_md5, ha1_sha256 }) => ha1_md5.startsWith('v1.') && ha1_sha256.startsWith('v1.'))).toBe(true)
  await sealOpenDigests(database, new SecretBox(key))
  expect(await all()).toEqual(sealed)
})
