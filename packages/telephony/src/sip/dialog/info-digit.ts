// What stands in INFO: digits, as some PBXs still send them (application/dtmf-relay and application/dtmf; no RFC, Cisco's
// form), or something else (RFC 6086).

import { bodyPartsOf } from '../message/body-parts.ts'
import { contentOf } from '../message/body.ts'
import type { ResponseContent } from '../message/build.ts'
import { headerOf, type SipRequest } from '../message/sip-message.ts'

const RELAY = 'application/dtmf-relay'
const PLAIN = 'application/dtmf'

/** Nothing for us to do, but no reason to upset who sends it: a request for a picture, which a telephone call has not. */
const HARMLESS = 'application/media_control+xml'
const KNOWN: readonly (string | undefined)[] = [RELAY, PLAIN, HARMLESS]

const SPELT: ReadonlyMap<string, string> = new Map([
  ['10', '*'],
  ['11', '#'],
  ['12', 'A'],
  ['13', 'B'],
  ['14', 'C'],
  ['15', 'D'],
])

/** We have subscribed to no package; what we cannot read is refused, which harms no call. An empty one asks whether we are there. */
export const answerToInfo = (request: SipRequest): ResponseContent => {
  if (headerOf(request, 'info-package') !== undefined) return { status: 469, headers: [{ name: 'recv-info', value: '' }] }
  const parts = bodyPartsOf(request)
  const isForeign = parts.some(({ type, handling }) => !KNOWN.includes(type) && handling !== 'optional')
  return isForeign ? { status: 415, headers: [{ name: 'accept', value: `${RELAY}, ${PLAIN}` }] } : { status: 200 }
}

/** One of 0-9 * # A-D, or undefined. */
export const infoDigit = (request: SipRequest): string | undefined => {
  const relayed = contentOf(request, RELAY)
  const text = relayed ?? contentOf(request, PLAIN)
  const raw = valueIn(text?.toString('latin1', 0, 256) ?? '')
  const digit = SPELT.get(raw) ?? raw.toUpperCase()
  return /^[0-9*#A-D]$/.test(digit) ? digit : undefined
}

/** `Signal= 5` among other lines, or the digit alone. */
const valueIn = (text: string): string => {
  const lines = text.split(/[\r\n]+/).map((line) => line.split('='))
  const [, signal] = lines.find(([name, value]) => name?.trim().toLowerCase() === 'signal' && value !== undefined) ?? []
  return (signal ?? (lines[0]?.length === 1 ? lines[0][0] : ''))?.trim() ?? ''
}
