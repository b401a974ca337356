// URIs: sip, sips and tel taken apart, every other scheme kept opaque (RFC 3261 section 19.1, RFC 3966).
// The text as received is kept, so that what we echo or route by is byte for byte what the peer wrote.

import { parseNumber } from './tokens.ts'

export type Uri = {
  /** In lower case. */
  scheme: string
  /** Percent-decoded user part, or the number of a tel URI, without parameters; undefined when absent. */
  user: string | undefined
  /** In lower case; IPv6 keeps its brackets; empty for tel and opaque schemes. */
  host: string
  port: number | undefined
  /** Names in lower case, values as written; null when there is none. */
  params: ReadonlyMap<string, string | null>
  hasHeaders: boolean
  text: string
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/
// '#' belongs escaped, but desk phones dial it as it is.
const USER = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/#]|%[0-9A-Fa-f]{2})+$/
const PASSWORD = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*$/
const PARAM = /^(?:[A-Za-z0-9\-_.!~*'()[\]/:&+$]|%[0-9A-Fa-f]{2})+$/
const HEADERS = /^(?:[A-Za-z0-9\-_.!~*'()[\]/?:+$=&]|%[0-9A-Fa-f]{2})+$/
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])$/
const OPAQUE = /^[!-~]+$/
const TEL = /^\+?[0-9A-Fa-f*#().-]+$/

/** Undefined when malformed. */
export const parseUri = (text: string): Uri | undefined => {
  const colon = text.indexOf(':')
  const scheme = text.slice(0, Math.max(0, colon)).toLowerCase()
  const rest = text.slice(colon + 1)
  if (!SCHEME.test(scheme) || !OPAQUE.test(rest) || /[<>"]/.test(rest)) return undefined
  if (scheme === 'sip' || scheme === 'sips') return parseSip(scheme, rest, text)
  if (scheme === 'tel') return parseTel(rest, text)
  return { scheme, user: undefined, host: '', port: undefined, params: new Map(), hasHeaders: false, text }
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
  const user = at === -1 ? undefined : parseUser(rest.slice(0, at))
  if (user === null) return undefined
  const [address, headers] = cut(rest.slice(at + 1), '?')
  const [hostText, paramText] = cut(address, ';')
  const hostPort = parseHostPort(hostText)
  const params = paramText === undefined ? new Map<string, string | null>() : parseUriParams(paramText)
  if (hostPort === undefined || params === undefined) return undefined
  if (headers !== undefined && !HEADERS.test(headers)) return undefined
  return { scheme, user, ...hostPort, params, hasHeaders: headers !== undefined, text }
}

const parseTel = (rest: string, text: string): Uri | undefined => {
  const [user, paramText] = cut(rest, ';')
  const params = paramText === undefined ? new Map<string, string | null>() : parseUriParams(paramText)
  if (!TEL.test(user) || params === undefined) return undefined
  return { scheme: 'tel', user, host: '', port: undefined, params, hasHeaders: false, text }
}

const parseUser = (userinfo: string): string | null => {
  const [user, password] = cut(userinfo, ':')
  if (!USER.test(user) || !PASSWORD.test(password ?? '')) return null
  return decodePercent(user)
}

/** Escapes that are not UTF-8 are read as single bytes (esc01 and esc02 of RFC 4475 have them). */
const decodePercent = (text: string): string => {
  if (!text.includes('%')) return text
  return Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
}

const parseUriParams = (text: string): Map<string, string | null> | undefined => {
  const params = new Map<string, string | null>()
  for (const part of text.split(';')) {
    const [name, value] = cut(part, '=')
    if (!PARAM.test(name) || (value !== undefined && !PARAM.test(value))) return undefined
    params.set(name.toLowerCase(), value ?? null)
  }
  return params
}

const cut = (text: string, separator: string): [string, string | undefined] => {
  const index = text.indexOf(separator)
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)]
}
