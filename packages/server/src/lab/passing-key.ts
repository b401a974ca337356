// The lab's signing key: it lives as long as its program, and nothing but the lab's tokens is signed with it.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { KeySource } from '../pops/signing-keys.ts'

/** Behind the origin in the lab's `iss`: whoever believes the workbench's tokens refuses the lab's. */
export const labPath = '/lab'

export function passingKey(): KeySource {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyId = randomUUID()
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return {
    current: async () => ({ keyId, privateKey }),
    published: async () => ({ keys: [{ kty, crv, x, y, kid: keyId, use: 'sig', alg: 'ES256' }] }),
  }
}
