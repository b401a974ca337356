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

/** These are written without quotes; some peers refuse them quoted. */
const BARE = new Set(['algorithm', 'stale', 'nc', 'qop'])

/** Undefined values are left out. `qop` is quoted in a challenge only. */
export const formatAuthHeader = (params: Readonly<Record<string, string | undefined>>): string => {
  const parts = Object.entries(params).flatMap(([name, value]) => {
    if (value === undefined) return []
    const bare = BARE.has(name) && !value.includes(',')
    return `${name}=${bare ? value : quote(value)}`
  })
  return `Digest ${parts.join(', ')}`
}
