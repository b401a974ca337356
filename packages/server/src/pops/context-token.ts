// The context token: what the workbench says of a contact, signed, so that a page can trust the numbers that it is given.
// A JWS in compact form (RFC 7515), ES256, for the page's origin alone, and for two minutes.
import { randomUUID, sign } from 'node:crypto'
import { originOf, type CallData } from '@openseat/domain'
import type { KeySource } from './signing-keys.ts'

export const contextTokenSeconds = 120

export interface TokenFacts {
  /** The tenant's code: one key signs for all tenants. */
  readonly tenant: string
  readonly callData: CallData
  /** The page's address: its origin is the audience. */
  readonly url: string
  /** The workbench's own origin. */
  readonly issuer: string
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export class ContextTokens {
  readonly #keys: KeySource
  readonly #now: () => number

  constructor(keys: KeySource, now: () => number) {
    this.#keys = keys
    this.#now = now
  }

  async issue({ tenant, callData, url, issuer }: TokenFacts): Promise<string> {
    const { keyId, privateKey } = await this.#keys.current()
    const iat = Math.floor(this.#now() / 1000)
    const header = { alg: 'ES256', typ: 'JWT', kid: keyId }
    const claims = {
      iss: issuer,
      aud: originOf(url),
      tenant,
      sub: callData.callid,
      iat,
      exp: iat + contextTokenSeconds,
      jti: randomUUID(),
      call: callData,
    }
    const signed = `${encoded(header)}.${encoded(claims)}`
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }
}
