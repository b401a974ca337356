// What a new INVITE says to those who know no SIP.

import type { Address } from './message/address.ts'
import { sdpOf } from './message/body.ts'
import type { IncomingCallEvent, Party } from './signaling-gateway.ts'
import type { ServerTransaction } from './transaction/server-transaction.ts'

type Arrived = { callId: string; transaction: ServerTransaction; registeredUser: string | undefined; replaces: string | undefined }

export const incomingEventOf = ({ callId, transaction, registeredUser, replaces }: Arrived): IncomingCallEvent => {
  const { request, flow } = transaction
  return {
    type: 'incoming',
    callId,
    accessCode: request.uri.user ?? '',
    from: partyOf(request.from),
    to: partyOf(request.to),
    requestUri: request.uri,
    fromAddress: request.from,
    toAddress: request.to,
    offerSdp: sdpOf(request),
    source: { ...flow.remote, transport: flow.transport },
    registeredUser,
    replaces,
    headers: request.headers,
    sipCallId: request.callId,
  }
}

/** RFC 3323: the withheld caller's URI is `sip:anonymous@anonymous.invalid`. */
const partyOf = ({ uri, displayName }: Address): Party => ({
  user: uri.host === 'anonymous.invalid' ? '' : (uri.user ?? ''),
  host: uri.host,
  displayName,
})
