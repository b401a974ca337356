import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSecretBox } from './key-file.ts'
import { SecretBox } from './secret-box.ts'

const key = randomBytes(32)
const box = new SecretBox(key)

describe('a sealed secret', () => {
  it('opens again, and never looks the same twice', () => {
    const [one, two] = [box.seal('密码 x', 'p'), box.seal('密码 x', 'p')]
    expect([box.open(one, 'p'), box.open(two, 'p')]).toEqual(['密码 x', '密码 x'])
    expect(one).not.toBe(two)
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').includes('密码')).toBe(false)
  })

  it('does not open for another purpose, changed, cut short, or with another key', () => {
    const sealed = box.seal('secret', 'p')
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    for (const attempt of [changed, sealed.slice(0, 20), '', 'v1', 'v2.a.b']) {
      expect(() => box.open(attempt, 'p')).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }))
    }
    expect(() => box.open(sealed, 'q')).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }))
    expect(() => new SecretBox(randomBytes(32)).open(sealed, 'p')).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }))
  })

  it('opens with an older key, and is known to want the new one', () => {
    const sealed = box.seal('secret', 'p')
    const rotated = new SecretBox(randomBytes(32), [key])
    expect(rotated.open(sealed, 'p')).toBe('secret')
    expect([rotated.isOutdated(sealed), rotated.isOutdated(rotated.seal('secret', 'p'))]).toEqual([true, false])
  })
})

describe('the key', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'kek-'))))
  afterAll(() => rm(folder, { recursive: true }))
  const source = (dataFolder: string) => ({ keyEncryptionKey: undefined, olderKeys: [], dataFolder })

  it('is made once, for its owner only, and found again', async () => {
    const data = path.join(folder, 'fresh')
    const sealed = (await openSecretBox(source(data))).seal('secret', 'p')
    expect((await openSecretBox(source(data))).open(sealed, 'p')).toBe('secret')
    expect((await stat(path.join(data, 'key-encryption-key'))).mode & 0o777).toBe(0o600)
  })

  it('from the environment is not written down', async () => {
    const data = path.join(folder, 'given')
    await openSecretBox({ ...source(data), keyEncryptionKey: key })
    await expect(readFile(path.join(data, 'key-encryption-key'))).rejects.toThrow(/ENOENT/)
  })

  it('that is damaged stops the start instead of being replaced', async () => {
    const file = path.join(folder, 'key-encryption-key')
    for (const damaged of ['', 'short', 'AAAA\n']) {
      await writeFile(file, damaged)
      await expect(openSecretBox(source(folder))).rejects.toThrow(/key-encryption-key should hold 32 bytes.*OPENSEAT_KEK/)
      expect(await readFile(file, 'utf8')).toBe(damaged)
    }
  })
})
