// URIs: sip, sips and tel taken apart, every other scheme kept opaque (RFC 3261 section 19.1, RFC 3966).
// The text as received is kept, so that what we echo or route by is byte for byte what the peer wrote.

import { bytesOf, textOf } from './bytes.ts'
import { parseNumber } from './tokens.ts'

export type Uri = {
  /** In lower case. */
  scheme: string
  /** Percent-decoded user part with its parameters, or the number of a tel URI without; undefined when absent. */
  user: string | undefined
  /** The same without parameters: what precedes the first unescaped semicolon (`+8613912340018;rn=route7@host`). */
  number: string | undefined
  /** The parameters of the user part or of a tel URI (`ext`, `isub`, `phone-context`): names in lower case, values decoded. */
  userParams: ReadonlyMap<string, string | null>
  /** In lower case; IPv6 keeps its brackets; empty for tel and opaque schemes. */
  host: string
  port: number | undefined
  /** Names in lower case, values as written; null when there is none. */
  params: ReadonlyMap<string, string | null>
  hasHeaders: boolean
  /** Names in lower case, values decoded: `?Replaces=...` of Refer-To. */
  headers: ReadonlyMap<string, string>
  text: string
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/
// '#' and letters beyond ASCII belong escaped, but phones write them as they are.
const USER = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/#\u0080-\uffff]|%[0-9A-Fa-f]{2})+$/
const PASSWORD = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*$/
// Quotes and equals signs belong escaped in a value, but registrars write them (`thinfo="ab=="`).
const PARAM_VALUE = /^(?:[^\s;?<>,@%]|%[0-9A-Fa-f]{2})+$/
const PARAM = /^(?:[A-Za-z0-9\-_.!~*'()[\]/:&+$]|%[0-9A-Fa-f]{2})+$/
const HEADERS = /^(?:[A-Za-z0-9\-_.!~*'()[\]/?:+$=&]|%[0-9A-Fa-f]{2})+$/
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])$/
const OPAQUE = /^[!-~\u0080-\uffff]+$/
const TEL = /^\+?[0-9A-Fa-f*#().-]+$/

/** Undefined when malformed. */
export const parseUri = (text: string): Uri | undefined => {
  const colon = text.indexOf(':')
  const scheme = text.slice(0, Math.max(0, colon)).toLowerCase()
  const rest = text.slice(colon + 1)
  if (!SCHEME.test(scheme) || !OPAQUE.test(rest) || /[<>]/.test(rest)) return undefined
  if (scheme === 'sip' || scheme === 'sips') return parseSip(scheme, rest, text)
  if (scheme === 'tel') return parseTel(rest, text)
  return { scheme, ...NO_USER, host: '', port: undefined, params: new Map(), ...NO_HEADERS, text }
}

export const isSipUri = (uri: Uri): boolean => uri.scheme === 'sip' || uri.scheme === 'sips'

/** A `sip:` URI of parts of ours; the user is escaped. */
export const sipUri = (parts: { user?: string | undefined; host: string; port?: number | undefined; params?: string }): Uri => {
  const { user, host, port, params = '' } = parts
  const text = `sip:${user === undefined ? '' : `${escapeUser(user)}@`}${bracketed(host)}${port === undefined ? '' : `:${port}`}${params}`
  const uri = parseUri(text)
  if (uri === undefined) throw new Error(`not a SIP URI: ${text}`)
  return uri
}

/** IPv6 addresses get the brackets that URIs, Via and SIP host names need. */
export const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)

/** `host` and `host:port`, as in Via and URIs. */
export const parseHostPort = (text: string): { host: string; port: number | undefined } | undefined => {
  const colon = text.indexOf(':', text.startsWith('[') ? text.indexOf(']') : 0)
  const host = (colon === -1 ? text : text.slice(0, colon)).trim()
  if (!HOST.test(host)) return undefined
  if (colon === -1) return { host: host.toLowerCase(), port: undefined }
  const port = parseNumber(text.slice(colon + 1).trim(), 65_535)
  return port === undefined || port === 0 ? undefined : { host: host.toLowerCase(), port }
}

const escapeUser = (user: string): string => encodeURIComponent(user).replace(/%(2B|24|2C|3D|26)/g, (code) => decodeURIComponent(code))

const parseSip = (scheme: string, rest: string, text: string): Uri | undefined => {
  const at = rest.indexOf('@')
  const user = at === -1 ? NO_USER : parseUser(rest.slice(0, at))
  if (user === undefined) return undefined
  const [address, headers] = cut(rest.slice(at + 1), '?')
  const [hostText, paramText] = cut(address, ';')
  const hostPort = parseHostPort(hostText)
  const params = paramText === undefined ? new Map<string, string | null>() : parseUriParams(paramText)
  if (hostPort === undefined || params === undefined) return undefined
  const read = headers === undefined ? NO_HEADERS : parseHeaders(headers)
  if (read === undefined) return undefined
  return { scheme, ...user, ...hostPort, params, ...read, text }
}

const parseTel = (rest: string, text: string): Uri | undefined => {
  const [user, paramText] = cut(rest, ';')
  const params = paramText === undefined ? new Map<string, string | null>() : parseUriParams(paramText)
  if (!TEL.test(user) || params === undefined) return undefined
  const userParams = new Map(Array.from(params, ([name, value]) => [name, value && decodePercent(value)]))
  return { scheme: 'tel', user, number: user, userParams, host: '', port: undefined, params, ...NO_HEADERS, text }
}

type UserPart = Pick<Uri, 'user' | 'number' | 'userParams'>

const NO_USER: UserPart = { user: undefined, number: undefined, userParams: new Map() }

const parseUser = (userinfo: string): UserPart | undefined => {
  const [user, password] = cut(userinfo, ':')
  if (!USER.test(user) || !PASSWORD.test(password ?? '')) return undefined
  const [number = '', ...params] = user.split(';')
  const userParams = new Map<string, string | null>()
  for (const [name, value] of params.map((part) => cut(part, '='))) {
    userParams.set(decodePercent(name).toLowerCase(), value === undefined ? null : decodePercent(value))
  }
  return { user: decodePercent(user), number: decodePercent(number), userParams }
}

type HeaderPart = Pick<Uri, 'hasHeaders' | 'headers'>

const NO_HEADERS: HeaderPart = { hasHeaders: false, headers: new Map() }

const parseHeaders = (text: string): HeaderPart | undefined => {
  if (!HEADERS.test(text)) return undefined
  const pairs = text.split('&').map((part) => cut(part, '='))
  return {
    hasHeaders: true,
    headers: new Map(pairs.map(([name, value = '']) => [decodePercent(name).toLowerCase(), decodePercent(value)])),
  }
}

/** Escapes that are not UTF-8 are read as single bytes (esc01 and esc02 of RFC 4475 have them). */
const decodePercent = (text: string): string => {
  if (!text.includes('%')) return text
  const bytes = bytesOf(text).toString('latin1')
  const plain = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  return textOf(Buffer.from(plain, 'latin1'))
}

const parseUriParams = (text: string): Map<string, string | null> | undefined => {
  const params = new Map<string, string | null>()
  for (const part of text.split(';')) {
    const [name, value] = cut(part, '=')
    if (!PARAM.test(name) || (value !== undefined && !PARAM_VALUE.test(value))) return undefined
    params.set(name.toLowerCase(), value ?? null)
  }
  return params
}

const cut = (text: string, separator: string): [string, string | undefined] => {
  const index = text.indexOf(separator)
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)]
}
