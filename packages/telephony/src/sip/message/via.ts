// Via: protocol, sent-by, parameters (RFC 3261 section 20.42; rport of RFC 3581).

import { formatParams, parseParams, withParam, type Params } from './params.ts'
import { isToken, splitList, splitRaw } from './tokens.ts'
import { bracketed, parseHostPort } from './uri.ts'

export type Via = {
  /** In upper case: UDP, TCP, TLS, or what the peer wrote. */
  transport: string
  host: string
  port: number | undefined
  params: Params
  /** As the peer wrote it, to be repeated byte for byte. */
  text?: string
}

/** A branch with this and more after it was made by RFC 3261's rules and is unique. */
export const BRANCH_COOKIE = 'z9hG4bK'

/** All values of all Via fields; undefined when one is malformed. */
export const parseVias = (values: readonly string[]): Via[] | undefined => {
  const vias: Via[] = []
  for (const part of values.flatMap((value) => splitList(value, ',') ?? [''])) {
    const via = parseVia(part)
    if (via === undefined) return undefined
    vias.push(via)
  }
  return vias
}

/** As the peer wrote it, if it was one. */
export const formatVia = ({ transport, host, port, params, text }: Via): string =>
  text ?? `SIP/2.0/${transport} ${bracketed(host)}${port === undefined ? '' : `:${port}`}${formatParams(params)}`

/** With what a server adds; all else stays as it was written. */
export const withViaParam = (via: Via, name: string, value: string): Via => ({
  ...via,
  params: withParam(via.params, name, value),
  ...(via.text !== undefined && { text: textWith(via.text, name, value) }),
})

export const branchOf = (via: Via): string | undefined => via.params.get('branch') ?? undefined

/** True for a branch that identifies its transaction alone. */
export const isUniqueBranch = (branch: string | undefined): branch is string =>
  branch !== undefined && branch.length > BRANCH_COOKIE.length && branch.toLowerCase().startsWith(BRANCH_COOKIE.toLowerCase())

const parseVia = (text: string): Via | undefined => {
  const [name, version, rest] = slashParts(text)
  if (name?.toUpperCase() !== 'SIP' || version !== '2.0' || rest === undefined) return undefined
  const space = rest.search(/[ \t]/)
  const transport = rest.slice(0, Math.max(0, space))
  const semicolon = rest.indexOf(';')
  const sentBy = parseHostPort(rest.slice(space, semicolon === -1 ? undefined : semicolon).trim())
  const params = parseParams(semicolon === -1 ? '' : rest.slice(semicolon))
  if (!isToken(transport) || sentBy === undefined || params === undefined) return undefined
  return { transport: transport.toUpperCase(), ...sentBy, params, text }
}

const textWith = (text: string, name: string, value: string): string => {
  const parts = splitRaw(text, ';') ?? []
  const at = parts.findIndex((part, index) => index > 0 && part.split('=')[0]?.trim().toLowerCase() === name)
  return (at === -1 ? [...parts, `${name}=${value}`] : parts.with(at, `${name}=${value}`)).join(';')
}

const slashParts = (text: string): [string?, string?, string?] => {
  const first = text.indexOf('/')
  const second = text.indexOf('/', first + 1)
  if (first === -1 || second === -1) return []
  return [text.slice(0, first).trim(), text.slice(first + 1, second).trim(), text.slice(second + 1).trim()]
}
