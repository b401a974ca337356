// name-addr and addr-spec with parameters: From, To, Contact, Route, Record-Route, Refer-To (RFC 3261 section 20.10).

import { formatParams, NO_PARAMS, parseParams, withParam, type Params } from './params.ts'
import { endOfQuoted, quote, splitList, unquote } from './tokens.ts'
import { parseUri, type Uri } from './uri.ts'

export type Address = {
  /** Unquoted; empty when absent. */
  displayName: string
  uri: Uri
  /** Of the header field, not of the URI. */
  params: Params
  /** As the peer wrote it, to be repeated byte for byte. */
  text?: string
}

// Tokens and spaces; letters beyond ASCII belong quoted, but phones write them as they are.
const BARE_NAME = /^[A-Za-z0-9\-.!%*_+`'~ \t\u0080-\uffff]*$/

/** One address; undefined when malformed. */
export const parseAddress = (text: string): Address | undefined => {
  const address = readAddress(text)
  return address && { ...address, text }
}

const readAddress = (text: string): Address | undefined => {
  const nameEnd = text.startsWith('"') ? endOfQuoted(text, 0) : 0
  if (nameEnd === -1) return undefined
  const open = text.indexOf('<', nameEnd)
  if (open === -1) return nameEnd === 0 ? parseAddrSpec(text) : undefined
  const displayName = parseName(text.slice(0, open).trim())
  const close = text.indexOf('>', open)
  if (displayName === undefined || close === -1) return addrSpecWithBrackets(text, open)
  return assemble(displayName, text.slice(open + 1, close), text.slice(close + 1).trim())
}

/** Comma-separated addresses of all values; undefined when one is malformed. */
export const parseAddresses = (values: readonly string[]): Address[] | undefined => {
  const addresses: Address[] = []
  for (const part of values.flatMap((value) => splitList(value, ',') ?? [''])) {
    const address = parseAddress(part)
    if (address === undefined) return undefined
    addresses.push(address)
  }
  return addresses
}

/** As the peer wrote it, if it was one. */
export const formatAddress = ({ displayName, uri, params, text }: Address): string =>
  text ?? `${displayName === '' ? '' : `${quote(displayName)} `}<${uri.text}>${formatParams(params)}`

export const addressOf = (uri: Uri, params: Params = NO_PARAMS): Address => ({ displayName: '', uri, params })

/** One that has no tag yet, with this one. */
export const withTag = (address: Address, tag: string): Address => ({
  ...address,
  params: withParam(address.params, 'tag', tag),
  ...(address.text !== undefined && { text: `${address.text};tag=${tag}` }),
})

export const tagOf = (address: Address): string | undefined => address.params.get('tag') ?? undefined

const parseName = (text: string): string | undefined => {
  // Some telephones quote a name that was quoted already.
  const quoted = text.startsWith('""') && text.endsWith('""') && text.length > 3 ? text.slice(1, -1) : text
  if (quoted.startsWith('"')) return unquote(quoted)
  return BARE_NAME.test(text) ? text : undefined
}

/** Without angle brackets everything after a semicolon is the header's, and `?` or `,` need the brackets. */
const parseAddrSpec = (text: string): Address | undefined => {
  const userEnd = text.indexOf('@')
  const semicolon = text.indexOf(';', userEnd + 1)
  const uriText = (semicolon === -1 ? text : text.slice(0, semicolon)).trim()
  if (/[?,]/.test(uriText.slice(userEnd + 1))) return undefined
  return assemble('', uriText, semicolon === -1 ? '' : text.slice(semicolon))
}

const addrSpecWithBrackets = (text: string, open: number): Address | undefined =>
  text.slice(0, open).includes('="') ? parseAddrSpec(text) : undefined

const assemble = (displayName: string, uriText: string, paramText: string): Address | undefined => {
  const uri = parseUri(uriText)
  const params = parseParams(paramText)
  return uri === undefined || params === undefined ? undefined : { displayName, uri, params }
}
