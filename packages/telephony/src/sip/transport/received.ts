// What a server adds to the top Via, and where the response goes (RFC 3261 section 18.2, RFC 3581).

import type { SipRequest } from '../message/sip-message.ts'
import { withViaParam } from '../message/via.ts'
import type { Flow, HostPort } from './flow.ts'

/** Notes the real source in the top Via: `received`, and `rport` when the client asked for it. */
export const withReceived = (request: SipRequest, source: HostPort): SipRequest => {
  const [top, ...others] = request.vias
  if (top === undefined) return request
  const isAsked = top.params.has('rport')
  const withPort = isAsked ? withViaParam(top, 'rport', String(source.port)) : top
  const noted = isAsked || top.host !== source.host ? withViaParam(withPort, 'received', source.host) : top
  return { ...request, vias: [noted, ...others] }
}

/** Over UDP without `rport` a response goes to the port of the Via, not to the one that the request came from. */
export const replyAddress = (request: SipRequest, flow: Flow): HostPort => {
  const [top] = request.vias
  if (flow.reliable || top === undefined || top.params.has('rport')) return flow.remote
  return { host: flow.remote.host, port: top.port ?? 5060 }
}
