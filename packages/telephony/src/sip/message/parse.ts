// One complete message, from bytes to its typed form, or the reason why not (RFC 3261 sections 7, 8.2 and 18.3).
// Never throws; time is linear in the size. A request that can be answered carries what the answer must repeat.

import { parseAddress } from './address.ts'
import { faultOfFields } from './field-rules.ts'
import { readHead, type Head } from './head.ts'
import { headerOf, headersOf, type CSeq, type Header, type SipMessage } from './sip-message.ts'
import { parseStartLine, type StartLine } from './start-line.ts'
import { isToken, parseNumber } from './tokens.ts'
import { parseVias } from './via.ts'

/** To be answered with this status; `echo` holds Via, From, To, Call-ID and CSeq as received. */
export type Rejection = { status: number; reason: string; echo: Header[] }

/** `answer` undefined: drop it silently (a response, an ACK, noise, no Via). */
export type ParseOutcome = { ok: true; message: SipMessage } | { ok: false; reason: string; answer: Rejection | undefined }

// Letters beyond ASCII are not lawful, but nothing hangs on them: they are repeated as they came.
const CALL_ID = /^[!-~\u0080-\uffff]+$/
const MAX_CSEQ = 0x7fff_ffff
const ECHOED = ['via', 'from', 'to', 'call-id', 'cseq']
const TYPED = new Set([...ECHOED, 'content-length'])

export const parseMessage = (bytes: Buffer): ParseOutcome => {
  const head = readHead(bytes)
  if (typeof head === 'string') return { ok: false, reason: head, answer: undefined }
  const start = parseStartLine(head.startLine)
  if (start.kind === 'noise') return { ok: false, reason: 'not SIP', answer: undefined }
  if (start.kind === 'malformed') return refuse(head, start, start)
  const fault = head.fault ?? faultOfFields(head.headers)
  if (fault !== undefined) return refuse(head, start, { status: 400, reason: fault })
  const message = assemble(head, start, bytes)
  return typeof message === 'string' ? refuse(head, start, { status: 400, reason: message }) : { ok: true, message }
}

type Start = Extract<StartLine, { kind: 'request' | 'response' }>

const assemble = (head: Head, start: Start, bytes: Buffer): SipMessage | string => {
  const parties = partiesOf(head)
  if (typeof parties === 'string') return parties
  const callId = headerOf(head, 'call-id') ?? ''
  const cseq = parseCSeq(headerOf(head, 'cseq') ?? '')
  const body = bodyOf(head, bytes)
  if (!CALL_ID.test(callId)) return 'Malformed Call-ID'
  if (cseq === undefined) return 'Malformed CSeq'
  if (typeof body === 'string') return body
  if (start.kind === 'request' && cseq.method !== start.method) return 'CSeq method does not match'
  const headers = head.headers.filter(({ name }) => !TYPED.has(name))
  return { ...start, ...parties, callId, cseq, headers, body }
}

const partiesOf = (head: Head): Pick<SipMessage, 'vias' | 'from' | 'to'> | string => {
  const vias = parseVias(headersOf(head, 'via'))
  const from = parseAddress(headerOf(head, 'from') ?? '')
  const to = parseAddress(headerOf(head, 'to') ?? '')
  if (vias === undefined || vias.length === 0) return 'Malformed Via'
  if (from === undefined) return 'Malformed From'
  return to === undefined ? 'Malformed To' : { vias, from, to }
}

const parseCSeq = (text: string): CSeq | undefined => {
  const [number = '', method = '', ...more] = text.split(/[ \t]+/)
  const value = parseNumber(number, MAX_CSEQ)
  return value === undefined || !isToken(method) || more.length > 0 ? undefined : { number: value, method }
}

/** Octets beyond Content-Length are not part of the message (section 18.3). */
const bodyOf = (head: Head, bytes: Buffer): Buffer | string => {
  const available = bytes.subarray(head.bodyStart)
  const text = headerOf(head, 'content-length')
  if (text === undefined) return available
  const length = parseNumber(text, available.length)
  return length === undefined ? 'Bad Content-Length' : available.subarray(0, length)
}

const refuse = (head: Head, start: StartLine, { status, reason }: { status: number; reason: string }): ParseOutcome => {
  const echo = head.headers.filter(({ name }) => ECHOED.includes(name))
  const method = 'method' in start ? start.method : undefined
  const answerable = method !== undefined && method !== 'ACK' && echo.some(({ name }) => name === 'via')
  return { ok: false, reason, answer: answerable ? { status, reason, echo } : undefined }
}
