// What stands behind a response or a BYE: the ISDN's own cause in Reason (RFC 3326), and where else to call (RFC 3261
// section 8.1.3.4).

import { addressesOf, headersOf, type SipMessage } from './sip-message.ts'
import { paramText, parseValue } from './params.ts'
import { parseNumber, splitList } from './tokens.ts'
import { isSipUri, type Uri } from './uri.ts'

type WithHeaders = Pick<SipMessage, 'headers'>

/** Of `Reason: Q.850;cause=17;text="User busy"`, among others; undefined when nothing was said. */
export const isdnCauseOf = (message: WithHeaders): number | undefined => {
  for (const value of headersOf(message, 'reason').flatMap((field) => splitList(field, ',') ?? [])) {
    const said = parseValue(value)
    if (said?.value.toLowerCase() !== 'q.850') continue
    const cause = parseNumber(paramText(said.params, 'cause') ?? '', 127)
    if (cause !== undefined) return cause
  }
  return undefined
}

/** The contacts of a 3xx that can be called, the most wanted first; those equally wanted in their order. */
export const redirectsOf = (response: WithHeaders): Uri[] =>
  addressesOf(response, 'contact')
    .filter(({ uri }) => isSipUri(uri) && !uri.hasHeaders)
    .toSorted((a, b) => wantedness(paramText(b.params, 'q')) - wantedness(paramText(a.params, 'q')))
    .map(({ uri }) => uri)

const Q_VALUE = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/

const wantedness = (q: string | undefined): number => (q !== undefined && Q_VALUE.test(q) ? Number(q) : 1)
