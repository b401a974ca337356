// Responses, ACK and CANCEL made from the request that they belong to (RFC 3261 sections 8.2.6, 9.1 and 17.1.1.3).

import { tagOf, withTag } from './address.ts'
import { reasonPhrase } from './reason-phrases.ts'
import type { Header, SipRequest, SipResponse } from './sip-message.ts'

export const NO_BODY = Buffer.alloc(0)

export type Content = { headers?: readonly Header[]; body?: Buffer }

export type ResponseContent = Content & { status: number; reason?: string }

/** `localTag` goes into To unless the request brought one, or the response is 100. */
export const responseTo = (request: SipRequest, content: ResponseContent, localTag: string): SipResponse => {
  const { status, reason = reasonPhrase(status), headers = [], body = NO_BODY } = content
  const { vias, from, callId, cseq } = request
  const recordRoute = status > 100 && status < 300 ? request.headers.filter(({ name }) => name === 'record-route') : []
  const to = status === 100 || tagOf(request.to) !== undefined ? request.to : withTag(request.to, localTag)
  return { kind: 'response', status, reason, vias, from, to, callId, cseq, headers: [...recordRoute, ...headers], body }
}

/** The ACK of a final response other than 2xx: part of the INVITE's transaction. */
export const ackFor = (invite: SipRequest, response: SipResponse): SipRequest => ({ ...sameTransaction(invite, 'ACK'), to: response.to })

export const cancelFor = (invite: SipRequest): SipRequest => sameTransaction(invite, 'CANCEL')

export const sdpContent = (sdp: string): Content => ({
  headers: [{ name: 'content-type', value: 'application/sdp' }],
  body: Buffer.from(sdp, 'utf8'),
})

const sameTransaction = (invite: SipRequest, method: 'ACK' | 'CANCEL'): SipRequest => ({
  ...invite,
  method,
  vias: invite.vias.slice(0, 1),
  cseq: { number: invite.cseq.number, method },
  headers: [...invite.headers.filter(({ name }) => name === 'route'), { name: 'max-forwards', value: '70' }],
  body: NO_BODY,
})
