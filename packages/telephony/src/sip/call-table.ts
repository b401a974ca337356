// The calls of a gateway by the ids that its owner knows them by.

import type { IncomingCall } from './dialog/incoming-call.ts'
import type { OutgoingCall } from './dialog/outgoing-call.ts'
import type { Session } from './dialog/session.ts'
import type { HostPort } from './transport/flow.ts'

export type Call =
  | { kind: 'incoming'; leg: IncomingCall; remote: HostPort }
  | { kind: 'outgoing'; leg: OutgoingCall; remote: HostPort }
  | { kind: 'connecting'; cancelled: boolean }

export class CallTable extends Map<string, Call> {
  /** Undefined while there is no dialog. */
  sessionOf(callId: string): Session | undefined {
    return sessionIn(this.get(callId))
  }

  /** The session whose offer waits for our answer. */
  offeredTo(callId: string): Session | undefined {
    const call = this.get(callId)
    return call?.kind === 'outgoing' ? call.leg.offeredTo : sessionIn(call)
  }

  remoteOf(callId: string): HostPort | undefined {
    const call = this.get(callId)
    return call === undefined || call.kind === 'connecting' ? undefined : call.remote
  }

  /** The other way round. */
  callOf(session: Session | undefined): { callId: string; confirmed: boolean } | undefined {
    const found = session && [...this].find(([, call]) => sessionIn(call) === session)
    return found && { callId: found[0], confirmed: !(found[1].kind === 'incoming' && found[1].leg.ringing) }
  }
}

const sessionIn = (call: Call | undefined): Session | undefined =>
  call === undefined || call.kind === 'connecting' ? undefined : call.leg.session
