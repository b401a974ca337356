// Asks a peer by OPTIONS outside any dialog whether it is there (RFC 3261 section 11). Any final answer is a sign of life.

import { RequestSender } from './dialog/request-sender.ts'
import { contactHeader, type Stack } from './dialog/stack.ts'
import { addressOf, withTag } from './message/address.ts'
import { NO_BODY } from './message/build.ts'
import type { SipRequest } from './message/sip-message.ts'
import { sipUri, type Uri } from './message/uri.ts'
import { newTag, randomId } from './base/random-id.ts'
import type { Flow } from './transport/flow.ts'

/** Resolves with the final status, or with undefined when none came. */
export const probe = (stack: Stack, target: Uri, flow: Flow): Promise<number | undefined> =>
  new Promise((resolve) => {
    new RequestSender(stack, undefined).send({
      build: () => optionsRequest(target, flow),
      flow,
      onFailed: () => resolve(undefined),
      onResponse: ({ status }) => {
        if (status >= 200) resolve(status)
      },
    })
  })

const optionsRequest = (target: Uri, flow: Flow): SipRequest => {
  const own = addressOf(sipUri(flow.advertised))
  return {
    kind: 'request',
    method: 'OPTIONS',
    uri: target,
    vias: [],
    from: withTag(own, newTag()),
    to: addressOf(target),
    callId: randomId(),
    cseq: { number: 1, method: 'OPTIONS' },
    headers: [{ name: 'max-forwards', value: '70' }, contactHeader(flow), { name: 'accept', value: 'application/sdp' }],
    body: NO_BODY,
  }
}
