// The digest computation (RFC 7616 sections 3.4.1 to 3.4.3, RFC 8760 for its use in SIP). `auth` only: bodies are not covered.

import { createHash } from 'node:crypto'

export const DIGEST_ALGORITHMS = ['SHA-256', 'MD5'] as const

/** Strongest first. */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number]

export type DigestInput = {
  algorithm: DigestAlgorithm
  username: string
  realm: string
  password: string
  method: string
  uri: string
  nonce: string
  /** Absent: the form of RFC 2069, which very old peers use. */
  qop?: { nc: string; cnonce: string }
}

export const digestResponse = (input: DigestInput): string => {
  const { algorithm, username, realm, password, method, uri, nonce, qop } = input
  const ha1 = hash(algorithm, `${username}:${realm}:${password}`)
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
