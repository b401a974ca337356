// The digest computation (RFC 7616 sections 3.4.1 to 3.4.3, RFC 8760 for its use in SIP). `auth` only: bodies are not covered.

import { createHash } from 'node:crypto'

export const DIGEST_ALGORITHMS = ['SHA-256', 'MD5'] as const

/** Strongest first. */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

/** HA1 of RFC 7616 section 3.4.2, for those who do not keep the password. */
export type DigestHashes = Readonly<Record<DigestAlgorithm, string>>

export type DigestInput = {
  algorithm: DigestAlgorithm
  username: string
  realm: string
  /** The password, or what was hashed of it for this user name and realm. */
  secret: string | DigestHashes
  method: string
  uri: string
  nonce: string
  /** Absent: the form of RFC 2069, which very old peers use. */
  qop?: { nc: string; cnonce: string }
}

export const digestResponse = (input: DigestInput): string => {
  const { algorithm, username, realm, secret, method, uri, nonce, qop } = input
  const ha1 = typeof secret === 'string' ? hash(algorithm, `${username}:${realm}:${secret}`) : secret[algorithm]
  const ha2 = hash(algorithm, `${method}:${uri}`)
  return hash(algorithm, qop === undefined ? `${ha1}:${nonce}:${ha2}` : `${ha1}:${nonce}:${qop.nc}:${qop.cnonce}:auth:${ha2}`)
}

/** An absent algorithm means MD5. Undefined for one that we do not have. */
export const algorithmOf = (text: string | undefined): DigestAlgorithm | undefined => {
  const wanted = (text ?? 'MD5').toUpperCase()
  return DIGEST_ALGORITHMS.find((algorithm) => algorithm === wanted)
}

const hash = (algorithm: DigestAlgorithm, text: string): string =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex')
