// Judges each new request before anything is kept of it: inside a call of ours, from a known peer, with a password, or none of
// these. It keeps no state, so that a flood of anything leaves nothing behind.

import type { UserAgent } from './dialog/user-agent.ts'
import type { ResponseContent } from './message/build.ts'
import { headerOf, type SipRequest } from './message/sip-message.ts'
import type { Registrar } from './registration/registrar.ts'
import type { Admission, Arrival, SipGatewaySettings } from './sip-gateway-settings.ts'
import type { Verdict } from './transaction/transaction-layer.ts'
import type { Flow } from './transport/flow.ts'

type DoorkeeperParts = { settings: SipGatewaySettings; agent: UserAgent; registrar: Registrar | undefined }

export class Doorkeeper {
  readonly #parts: DoorkeeperParts

  constructor(parts: DoorkeeperParts) {
    this.#parts = parts
  }

  judge(request: SipRequest, flow: Flow): Verdict {
    const verdict = this.#judge(request, flow)
    if (verdict !== 'ignore' && 'answer' in verdict) this.turnedAway(request, flow, verdict.answer.status)
    return verdict
  }

  /** Tells whoever keeps the log. */
  turnedAway(request: SipRequest, flow: Flow, status: number): void {
    if (request.method !== 'INVITE' || status === 401 || status === 407) return
    this.#parts.settings.onRefused?.({ ...this.arrivalOf(request, flow), status })
  }

  #judge(request: SipRequest, flow: Flow): Verdict {
    const { settings, agent } = this.#parts
    if (agent.knows(request)) return { serve: 'dialog' }
    const arrival = this.arrivalOf(request, flow)
    const admission = settings.admit(arrival)
    if (admission === 'ignore') return 'ignore'
    if (admission !== 'serve') return { answer: refusal(admission) }
    const answer = agent.answerOutside(request)
    if (answer !== undefined) return { answer }
    const mustProve = request.method === 'REGISTER' || settings.challenges?.(arrival) === true
    return mustProve ? this.#prove(request, flow) : { serve: 'peer' }
  }

  arrivalOf(request: SipRequest, flow: Flow): Arrival {
    const uri = request.method === 'REGISTER' ? request.to.uri : request.uri
    const source = { ...flow.remote, transport: flow.transport }
    const registeredUser = this.#parts.registrar?.userOn(flow)
    return {
      method: request.method,
      user: uri.user ?? '',
      uri: request.uri,
      source,
      registeredUser,
      replaces: headerOf(request, 'replaces') !== undefined,
    }
  }

  /** Whether we have to do with whoever is there. */
  knowsHost(host: string): boolean {
    const { settings, agent, registrar } = this.#parts
    return agent.hasHost(host) || registrar?.hasHost(host) === true || settings.knows?.(host) === true
  }

  #prove(request: SipRequest, flow: Flow): Verdict {
    const proof = this.#parts.registrar?.prove(request, flow.remote.host) ?? { answer: { status: 405 } }
    return 'answer' in proof ? proof : { serve: 'peer', user: proof.user }
  }
}

function refusal({ refuse: status, retryAfter }: Extract<Admission, object>): ResponseContent {
  return retryAfter === undefined ? { status } : { status, headers: [{ name: 'retry-after', value: String(retryAfter) }] }
}
