// The header fields of digest: `Digest name=value, name="value"` (RFC 3261 section 20.44).

import { isToken, quote, splitList, unquote } from '../message/tokens.ts'

/** Names in lower case, values unquoted. Undefined when it is not Digest or is malformed. */
export const parseAuthHeader = (value: string): ReadonlyMap<string, string> | undefined => {
  if (!/^digest[ \t]/i.test(value)) return undefined
  const params = new Map<string, string>()
  for (const part of splitList(value.slice('digest '.length), ',') ?? ['']) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase()
    const text = part.slice(equals + 1).trim()
    const plain = text.startsWith('"') ? unquote(text) : text
    if (!isToken(name) || plain === undefined || params.has(name)) return undefined
    params.set(name, plain)
  }
  return params
}

/**
 * These are written without quotes; some peers refuse them quoted. `qop` is quoted in a challenge only (RFC 7616 sections
 * 3.3 and 3.4): Linphone passes over a bare one there and answers in the form of RFC 2069.
 */
const BARE = { challenge: new Set(['algorithm', 'stale']), answer: new Set(['algorithm', 'nc', 'qop']) } as const

/** Undefined values are left out. */
export const formatAuthHeader = (kind: keyof typeof BARE, params: Readonly<Record<string, string | undefined>>): string => {
  const parts = Object.entries(params).flatMap(([name, value]) => {
    if (value === undefined) return []
    return `${name}=${BARE[kind].has(name) ? value : quote(value)}`
  })
  return `Digest ${parts.join(', ')}`
}
