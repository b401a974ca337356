// Who a caller of a trunk is, as the carrier says it, and whether that may be told (RFC 3323, 3325, 3966). What a withheld caller's
// network asserts is known here and goes no further: nothing but an empty text leaves this file.

import { addressesOf, type Address, type IncomingCallEvent, paramText, tokensOf, type Uri } from '@openseat/telephony/sip/index'

export type Calling = Pick<IncomingCallEvent, 'headers' | 'fromAddress'>

/** A carrier's text is no longer than this; what is longer is no number and no account. */
const longest = 64

/** The number with its plus, extension and context, or an account's name; empty when it is withheld, or when there is none. */
export function callerText(calling: Calling): string {
  if (isWithheld(calling)) return ''
  const said = [addressesOf(calling, 'p-asserted-identity'), remoteParties(calling), [calling.fromAddress]]
  const uris = said.map((addresses) => addresses.map(({ uri }) => uri).filter(({ number = '' }) => isSayable(number)))
  const [best] = uris.flatMap((some) => some.find(({ number = '' }) => /^\+?[\d\-.()]+$/.test(number)) ?? some[0] ?? [])
  return best === undefined ? '' : textOf(best)
}

/** Letters, digits and what stands between digits: nothing that means anything to a page or a database. */
const isSayable = (user: string): boolean => user.length <= longest && /^[+0-9A-Za-z*#._()-]+$/.test(user)

/** As one writes it: what follows the number in the user part may be an extension, or say where a local number belongs. */
function textOf({ number = '', userParams }: Uri): string {
  const kept = ['ext', 'phone-context'].flatMap((name) => {
    const value = userParams.get(name) ?? ''
    return isSayable(value) ? [`;${name}=${value}`] : []
  })
  return `${number}${kept.join('')}`
}

/** `Remote-Party-ID` of older gateways: the caller, unless it says that it is about somebody else. */
const remoteParties = (calling: Calling): Address[] =>
  addressesOf(calling, 'remote-party-id').filter(({ params }) => (paramText(params, 'party') ?? 'calling').toLowerCase() === 'calling')

function isWithheld(calling: Calling): boolean {
  const { host } = calling.fromAddress.uri
  return wantsPrivacy(calling) || host === 'anonymous.invalid' || remoteParties(calling).some(hidesNumber)
}

/** Of `id`, `user`, `header`, `session`, `history`, `critical` and `none`, these two concern who is calling. */
const wantsPrivacy = (calling: Calling): boolean =>
  tokensOf(calling, 'privacy')
    .flatMap((values) => values.split(';'))
    .some((value) => ['id', 'user'].includes(value.trim()))

/** `privacy=full`, `privacy="uri"` and their kin with `-network`; `name` hides the name alone. */
const hidesNumber = ({ params }: Address): boolean =>
  (paramText(params, 'privacy') ?? '').split(/[;,]/).some((word) => hidingWords.has(word.trim().toLowerCase()))

const hidingWords = new Set(['full', 'uri', 'full-network', 'uri-network'])
