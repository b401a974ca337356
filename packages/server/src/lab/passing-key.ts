// A signing key that lives as long as its program: for the lab without a database.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { KeySource } from '../pops/signing-keys.ts'

export function passingKey(): KeySource {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyId = randomUUID()
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return {
    current: async () => ({ keyId, privateKey }),
    published: async () => ({ keys: [{ kty, crv, x, y, kid: keyId, use: 'sig', alg: 'ES256' }] }),
  }
}
