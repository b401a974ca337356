// Which numbers a trunk brings in, and which route an outgoing number takes. No I/O.

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

/** A number outside as the tenant dials it, and as E.164 where it is one. */
export interface OutsideNumber {
  readonly number: string
  readonly e164: string | null
}

export interface RouteTaken {
  readonly route: Route
  /** As the route's trunks want it. */
  readonly called: string
}

/**
 * The route with the longest prefix of the number as the tenant dials it, else as E.164: a carrier that wants a plus has routes that
 * begin with one. A route without a prefix takes what is left.
 */
export function routeFor(routes: readonly Route[], { number, e164 }: OutsideNumber): RouteTaken | undefined {
  const longestFirst = routes.toSorted((a, b) => b.prefix.length - a.prefix.length)
  const forms = e164 === null ? [number] : [number, e164]
  for (const form of forms) {
    const route = longestFirst.find(({ prefix }) => prefix !== '' && form.startsWith(prefix))
    if (route) return { route, called: numberOnRoute(route, form) }
  }
  const rest = longestFirst.find(({ prefix }) => prefix === '')
  return rest && { route: rest, called: numberOnRoute(rest, number) }
}

const numberOnRoute = ({ stripDigits, prepend }: Route, number: string): string => prepend + number.slice(stripDigits)

/** Digits, `*`, `#` and a plus at the beginning: what can be dialled. */
export const isDialable = (number: string): boolean => /^\+?[0-9*#]{1,32}$/.test(number)
