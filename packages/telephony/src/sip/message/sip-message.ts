// A SIP message as the rest of the stack sees it: what every message has is typed, the rest is a list (RFC 3261 section 7).

import { parseAddresses, type Address } from './address.ts'
import type { Uri } from './uri.ts'
import type { Via } from './via.ts'

/** `name` in lower case and long form; `value` unfolded and trimmed. */
export type Header = { name: string; value: string }

export type CSeq = { number: number; method: string }

type Envelope = {
  /** The top one first. Empty only in a request that has not been given to a transaction yet. */
  vias: readonly Via[]
  from: Address
  to: Address
  callId: string
  cseq: CSeq
  /** All others, without Content-Length, in order. */
  headers: readonly Header[]
  body: Buffer
}

/** `method` is case-sensitive. */
export type SipRequest = Envelope & { kind: 'request'; method: string; uri: Uri }

/** `status` 100 to 699. */
export type SipResponse = Envelope & { kind: 'response'; status: number; reason: string }

export type SipMessage = SipRequest | SipResponse

type WithHeaders = { headers: readonly Header[] }

/** The value of the first such field. */
export const headerOf = (message: WithHeaders, name: string): string | undefined =>
  message.headers.find((header) => header.name === name)?.value

export const headersOf = (message: WithHeaders, name: string): string[] =>
  message.headers.filter((header) => header.name === name).map((header) => header.value)

/** Comma-separated tokens of all such fields, in lower case: Require, Supported, Allow. */
export const tokensOf = (message: WithHeaders, name: string): string[] =>
  headersOf(message, name)
    .flatMap((value) => value.split(','))
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '')

/**
 * Contact, Route, P-Asserted-Identity, Diversion and the like, in order; a field that is malformed is left out (the parser refuses
 * messages whose routing fields are).
 */
export const addressesOf = (message: WithHeaders, name: string): Address[] =>
  headersOf(message, name).flatMap((value) => parseAddresses([value]) ?? [])
