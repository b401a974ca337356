// What makes two messages belong to one transaction (RFC 3261 sections 17.1.3 and 17.2.3).

import { tagOf } from '../message/address.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/sip-message.ts'
import { branchOf, formatVia, isUniqueBranch } from '../message/via.ts'

export const clientKey = ({ vias: [top], cseq }: SipMessage): string => `${(top && branchOf(top)) ?? ''} ${cseq.method}`

/** An ACK has the key of its INVITE; for a CANCEL ask with `method` INVITE to find what it cancels. */
export const serverKey = (request: SipRequest, method = request.method): string => {
  const [top] = request.vias
  const keyMethod = method === 'ACK' ? 'INVITE' : method
  const branch = top && branchOf(top)
  if (top !== undefined && isUniqueBranch(branch)) return `${branch} ${top.host}:${top.port ?? 5060} ${keyMethod}`
  const { uri, callId, cseq } = request
  return `2543 ${uri.text} ${tagOf(request.from) ?? ''} ${callId} ${cseq.number} ${top === undefined ? '' : formatVia(top)} ${keyMethod}`
}

/** The same request that came by two ways (section 8.2.2.2). */
export const mergeKey = ({ from, callId, cseq }: SipRequest): string => `${tagOf(from) ?? ''} ${callId} ${cseq.number} ${cseq.method}`

/** A response is for us only when one Via, ours, is left on it. */
export const isForUs = (response: SipResponse): boolean => response.vias.length === 1
