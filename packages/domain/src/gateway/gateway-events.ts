// The connection events that pages know from the agent's REST interface (`eventpost`), made from the centre's events.
// Names and contents: cc-gateway specification, section 7; values are strings throughout.
import { type AgentEvent, type CallView, type SeatView } from '@openseat/contracts'

export interface GatewayEvent {
  readonly eventType: string
  readonly content: Readonly<Record<string, string>> | null
}

const features = { inbound: '0', outbound: '7', internal: '6' } as const
const mediaAbilities = { audio: '1', video: '2' } as const
const queueMedia = { audio: '5', video: '19' } as const

const typeOf = (call: CallView): string => (call.purpose === 'consult' ? 'assistant' : 'main')

/** As the agent's pages get them where there are such pages; else as this agent may see them. */
function numbersOf({ page, callerNumber, calledNumber }: CallView): { caller: string; called: string } {
  return { caller: page?.data.callerNum ?? callerNumber, called: page?.data.calledNum ?? calledNumber }
}

function callContent(call: CallView): Readonly<Record<string, string>> {
  const { callId: callid, direction, mediaType } = call
  return { ...numbersOf(call), callid, feature: features[direction], type: typeOf(call), mediaAbility: mediaAbilities[mediaType] }
}

const otherPhone = (call: CallView): string => (call.direction === 'inbound' ? numbersOf(call).caller : numbersOf(call).called)

const ringing = (call: CallView): GatewayEvent => ({
  eventType: 'AgentEvent_Ringing',
  content: { ...callContent(call), transfer: 'no', transfrom: '', mediaType: queueMedia[call.mediaType] },
})

function released(call: CallView): GatewayEvent[] {
  const { callId: callid, releaseCause, answeredAt, direction } = call
  const own: GatewayEvent = { eventType: 'AgentEvent_Call_Release', content: { callid } }
  if (direction === 'outbound' && answeredAt === null) return [{ eventType: 'AgentEvent_Call_Out_Fail', content: { callid } }, own]
  const byCustomer = releaseCause === 'customerHangUp' || releaseCause === 'abandoned'
  return byCustomer ? [{ eventType: 'AgentEvent_Customer_Release', content: { callid, number: otherPhone(call) } }, own] : [own]
}

function seatEvent({ state, reason }: SeatView): GatewayEvent | null {
  const plain = { signedOut: 'AgentOther_ShutdownService', idle: 'AgentState_Ready', wrapUp: 'AgentState_Work', ringing: 'AgentState_Busy' }
  const reasoned = { busy: 'AgentState_SetNotReady_Success', rest: 'AgentState_SetRest_Success' }
  if (state === 'talking') return null
  if (state === 'busy' || state === 'rest') return { eventType: reasoned[state], content: { reason: String(reason ?? 0) } }
  return { eventType: plain[state], content: null }
}

/** Tells what changes; a state that is said again is told once. */
export class GatewayEvents {
  #seat = ''
  readonly #calls = new Map<string, string>()

  take(event: AgentEvent): GatewayEvent[] {
    if (event.type === 'seat.changed') return this.#seatChanged(event.seat)
    return 'call' in event ? this.#callChanged(event.call) : []
  }

  /** All anew, after a time in which nothing was heard. A call that is gone has ended, nobody here knows how. */
  takeAll(seat: SeatView | null, calls: readonly CallView[]): GatewayEvent[] {
    const gone = [...this.#calls.keys()].filter((known) => !calls.some(({ callId }) => callId === known))
    for (const callid of gone) this.#calls.delete(callid)
    const released = gone.map((callid) => ({ eventType: 'AgentEvent_Call_Release', content: { callid } }))
    const told = calls.filter(({ callId, state }) => state !== 'ended' || this.#calls.has(callId))
    return [...released, ...told.flatMap((call) => this.#callChanged(call)), ...(seat ? this.#seatChanged(seat) : [])]
  }

  #seatChanged(seat: SeatView): GatewayEvent[] {
    const isSame = this.#seat === `${seat.state}/${seat.since}`
    const wasOut = this.#seat === '' || this.#seat.startsWith('signedOut')
    this.#seat = `${seat.state}/${seat.since}`
    const now = isSame ? null : seatEvent(seat)
    const begun: GatewayEvent = { eventType: 'AgentOther_InService', content: null }
    return [...(wasOut && seat.state !== 'signedOut' && !isSame ? [begun] : []), ...(now ? [now] : [])]
  }

  #callChanged(call: CallView): GatewayEvent[] {
    if (call.purpose === 'supervision') return []
    const state = call.state === 'talking' && call.conference ? 'conference' : call.state
    const before = this.#calls.get(call.callId)
    if (before === state) return []
    if (state === 'ended') this.#calls.delete(call.callId)
    else this.#calls.set(call.callId, state)
    // Whoever joins three parties has taken the customer back first.
    const isJoined = state === 'conference' && before === 'held'
    return [...(isJoined ? this.#became(call, 'talking') : []), ...this.#became(call, state)]
  }

  #became(call: CallView, state: CallView['state'] | 'conference'): GatewayEvent[] {
    const { callId: callid } = call
    switch (state) {
      case 'ringing':
        return [ringing(call)]
      case 'dialling':
        return [{ eventType: 'AgentState_Busy', content: null }]
      case 'alerting':
        return [
          {
            eventType: 'AgentEvent_Customer_Alerting',
            content: { callid, otherPhone: otherPhone(call), otherPhoneWorkno: '', type: typeOf(call) },
          },
        ]
      case 'talking':
        return [{ eventType: 'AgentEvent_Talking', content: callContent(call) }]
      case 'conference':
        return [{ eventType: 'AgentEvent_Conference', content: { callid } }]
      case 'held':
        return call.heldByOther ? [] : [{ eventType: 'AgentEvent_Hold', content: { callid } }]
      case 'ended':
        return released(call)
    }
  }
}
