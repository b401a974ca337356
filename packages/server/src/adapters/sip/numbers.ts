// Which numbers a trunk brings in, which route an outgoing number takes, and who a caller says he is. No I/O.

import { dialledNumber } from '@openseat/domain/acd/dialled-number'
import { listOf } from '@openseat/contracts'

/** Whether a called number begins with a number, one of a range, or a prefix of the list (an extension code may follow). */
export function isInRanges(list: string, called: string): boolean {
  const digits = plain(called)
  return listOf(list).some((part) => {
    if (part.endsWith('*')) return digits.startsWith(plain(part.slice(0, -1)))
    const [from = '', to = from] = part.split('-').map(plain)
    const beginning = digits.slice(0, from.length)
    return beginning.length === from.length && from <= beginning && beginning <= to
  })
}

/** Without the plus of an international number. */
const plain = (number: string): string => number.replace(/^\+/, '')

export interface Route {
  readonly prefix: string
  readonly stripDigits: number
  readonly prepend: string
  readonly trunkIds: readonly number[]
}

/** The route with the longest prefix of the number. */
export function routeFor(routes: readonly Route[], number: string): Route | undefined {
  return routes.filter(({ prefix }) => number.startsWith(prefix)).toSorted((a, b) => b.prefix.length - a.prefix.length)[0]
}

/** The number as the route's trunks want it. */
export const numberOnRoute = ({ stripDigits, prepend }: Route, number: string): string => prepend + number.slice(stripDigits)

/** Digits, `*`, `#` and a plus at the beginning: what can be dialled. */
export const isDialable = (number: string): boolean => /^\+?[0-9*#]{1,32}$/.test(number)

/** A caller's number as the carrier says it: a plus tells that its country is known. Empty when it is withheld or is no number nor name. */
export function callerText(user: string): string {
  if (!/^[+0-9A-Za-z*#._-]{1,32}$/.test(user) || user === 'anonymous') return ''
  const number = dialledNumber(user)
  return number === null ? user : `${user.startsWith('+') ? '+' : ''}${number}`
}

/** `<sip:+86139@carrier>`: the user of P-Asserted-Identity (RFC 3325), which a carrier answers for. */
export function assertedUser(headers: readonly { readonly name: string; readonly value: string }[]): string | undefined {
  const value = headers.find(({ name }) => name === 'p-asserted-identity')?.value
  return value === undefined ? undefined : /(?:sips?|tel):(\+?[^@;>]+)/.exec(value)?.[1]
}
