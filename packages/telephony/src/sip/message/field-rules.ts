// What the header fields of any message must satisfy beyond those that the parser types (RFC 3261 section 20).

import { parseAddresses } from './address.ts'
import { headersOf, type Header } from './sip-message.ts'
import { isToken, parseNumber } from './tokens.ts'

const ONCE = [
  'from',
  'to',
  'call-id',
  'cseq',
  'content-length',
  'max-forwards',
  'content-type',
  'expires',
  'refer-to',
  'session-expires',
  'min-se',
]
const ADDRESSES = ['contact', 'route', 'record-route', 'refer-to', 'referred-by', 'reply-to', 'path', 'service-route']
const MAX_UINT32 = 0xffff_ffff

type Rule = (headers: readonly Header[]) => string | undefined

/** The first fault as a reason phrase, or undefined. */
export const faultOfFields = (headers: readonly Header[]): string | undefined => {
  for (const rule of RULES) {
    const fault = rule(headers)
    if (fault !== undefined) return fault
  }
  return undefined
}

const valuesOf = (headers: readonly Header[], name: string): string[] => headersOf({ headers }, name)

const repeated: Rule = (headers) => {
  const name = ONCE.find((name) => valuesOf(headers, name).length > 1)
  return name && `Repeated ${name}`
}

const badAddress: Rule = (headers) => {
  const name = ADDRESSES.find((name) => {
    const values = valuesOf(headers, name)
    return !(name === 'contact' && values.length === 1 && values[0] === '*') && parseAddresses(values) === undefined
  })
  return name && `Malformed ${name}`
}

const badNumber: Rule = (headers) => {
  if (valuesOf(headers, 'max-forwards').some((value) => parseNumber(value, 255) === undefined)) return 'Bad Max-Forwards'
  if (valuesOf(headers, 'expires').some((value) => parseNumber(value, MAX_UINT32) === undefined)) return 'Bad Expires'
  const contacts = parseAddresses(valuesOf(headers, 'contact').filter((value) => value !== '*')) ?? []
  const badContact = contacts.some(({ params }) => {
    const expires = params.get('expires')
    return typeof expires === 'string' && parseNumber(expires, MAX_UINT32) === undefined
  })
  return badContact ? 'Bad Contact expires' : undefined
}

const badTokens: Rule = (headers) => {
  const bad = ['require', 'proxy-require', 'supported'].find((name) =>
    valuesOf(headers, name).some((value) => value !== '' && value.split(',').some((token) => !isToken(token.trim()))),
  )
  return bad && `Malformed ${bad}`
}

const RULES: readonly Rule[] = [repeated, badAddress, badNumber, badTokens]
