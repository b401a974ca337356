// Calls and seats as their agent is shown them.
import type { CallState as CallViewState, CallView, ReleaseCause, SeatView, SupervisionMode } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import { maskNumber } from '../access/mask-number.ts'
import { videoAt } from '../call/audio-plan.ts'
import { customerNumberOf, type AudioPresence, type Call } from '../call/call.ts'
import { servingAgent } from '../call/ends.ts'
import { pageContact } from '../screen-pop/resolve-pops.ts'
import type { Desk } from './desk.ts'
import { supervisionsOf } from './linked-calls.ts'
import { recordingPolicy } from './recording-policy.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** The agent who looks: `caller` at the customer's end, `agent` at the agent's. */
type End = 'caller' | 'agent'

const endFor = (call: Call, agentNumber: string): End => (call.callerAgent === agentNumber ? 'caller' : 'agent')

function viewState({ state }: Call, end: End): CallViewState {
  switch (state.kind) {
    case 'arrived':
      return 'dialling'
    case 'waiting':
      // Of a call in the line its served agent sees nothing; the one whose offer ended sees the end of it.
      return end === 'caller' ? 'dialling' : 'ended'
    case 'offered':
    case 'directed':
      return end === 'caller' ? 'alerting' : 'ringing'
    case 'held':
      return (state.by === 'agent') === (end === 'agent') ? 'held' : 'talking'
    case 'supervising':
      return 'talking'
    case 'transferring':
    case 'handedOff':
      return 'ended'
    case 'dialling':
    case 'alerting':
    case 'talking':
    case 'ended':
      return state.kind
  }
}

const causeOf = (call: Call): ReleaseCause | null => (call.state.kind === 'ended' ? call.state.cause : null)
const endTimeOf = (call: Call): number | null => (call.state.kind === 'ended' ? call.state.at : null)

const waitSeconds = (call: Call): number =>
  call.offeredAt === null || call.direction === 'outbound'
    ? 0
    : Math.max(0, Math.round((call.offeredAt - (call.queuedAt ?? call.offeredAt)) / 1000))

type Numbers = Pick<CallView, 'customerNumber' | 'callerNumber' | 'calledNumber'>

function numbersFor(desk: Desk, call: Call, agentNumber: string): Numbers {
  const seesNumbers = desk.agent(agentNumber)?.seesNumbers ?? false
  const shown = (number: string): string => (seesNumbers ? number : maskNumber(number))
  if (call.direction === 'internal') {
    const parent = desk.calls.get(call.parentCallId ?? '')
    const own = call.callerAgent === agentNumber ? call.calledNumber : call.callerNumber
    const customerNumber = parent ? shown(customerNumberOf(parent)) : own
    return { customerNumber, callerNumber: call.callerNumber, calledNumber: call.calledNumber }
  }
  const customerNumber = shown(customerNumberOf(call))
  return call.direction === 'inbound'
    ? { customerNumber, callerNumber: customerNumber, calledNumber: call.calledNumber }
    : { customerNumber, callerNumber: call.callerNumber, calledNumber: customerNumber }
}

function otherFor(desk: Desk, call: Call, agentNumber: string): CallView['other'] {
  if (call.direction !== 'internal') return { kind: 'customer', number: numbersFor(desk, call, agentNumber).customerNumber, name: '' }
  const number = endFor(call, agentNumber) === 'caller' || call.purpose === 'supervision' ? (servingOther(call) ?? '') : call.callerNumber
  if (number === '') return { kind: 'queue', number: '', name: call.queueName ?? '' }
  return { kind: 'agent', number, name: desk.agent(number)?.name ?? '' }
}

/** Who is called: the agent who rings or serves, or who was asked for; in a supervision the supervised one. */
const servingOther = (call: Call): string | null => {
  if (call.purpose === 'supervision') return call.calledNumber
  return servingAgent(call) ?? (call.queueId === null ? call.calledNumber : call.agentNumber)
}

/** How inspectors are heard in the call; who only listens is not told of. */
function heardSupervision(desk: Desk, call: Call): SupervisionMode | null {
  const modes = supervisionsOf(desk, call).map(({ state }) => (state.kind === 'supervising' ? state.mode : 'listen'))
  if (modes.includes('bargeIn')) return 'bargeIn'
  return modes.includes('whisper') ? 'whisper' : null
}

/** When it was offered to this agent and answered by this agent: another may have had the call before. */
function timesFor(call: Call, agentNumber: string): Pick<CallView, 'offeredAt' | 'answeredAt'> {
  const leg = call.legs.findLast(({ party, number }) => party === 'agent' && number === agentNumber)
  return {
    offeredAt: isoOrNull(call.offeredAt === null ? null : (leg?.startedAt ?? call.offeredAt)),
    answeredAt: isoOrNull(call.answeredAt === null ? null : leg ? leg.answeredAt : call.answeredAt),
  }
}

function linkFacts(desk: Desk, call: Call, agentNumber: string) {
  const { state } = call
  const parent = call.purpose === 'consult' ? desk.calls.get(call.parentCallId ?? '') : call
  const policy = recordingPolicy(desk, call)
  return {
    heldByOther: state.kind === 'held' && (state.by === 'agent') !== (endFor(call, agentNumber) === 'agent'),
    conference: state.kind === 'talking' && parent?.state.kind === 'talking' && parent.state.conference,
    supervision: state.kind === 'supervising' ? state.mode : heardSupervision(desk, call),
    video: videoAt(call, 'agent'),
    videoPossible: call.videoPossible && call.purpose === 'customer',
    videoSession: call.videoSession,
    recording: call.recording,
    recordingAllowed: policy !== 'never',
    numberLabel: desk.agent(agentNumber)?.numberLabel ?? '',
  }
}

/** Told while people talk: whoever is held has no reason to speak. */
function quietEnds({ state, audio }: Call, end: End): Pick<CallView, 'otherQuiet' | 'ownQuiet'> {
  const isQuiet = (presence: AudioPresence): boolean => state.kind === 'talking' && presence.kind === 'connected' && presence.quiet === true
  const [other, own] = end === 'agent' ? [audio.customer, audio.agent] : [audio.agent, audio.customer]
  return { otherQuiet: isQuiet(other), ownQuiet: isQuiet(own) }
}

/** Audio of an agent's telephone comes by itself; a browser is asked for it. */
function mediaWanted(desk: Desk, call: Call, agentNumber: string): boolean {
  if (call.state.kind === 'ended' || desk.seats.get(agentNumber)?.device === 'phone') return false
  const end = endFor(call, agentNumber)
  if (end === 'agent' && servingAgent(call) !== agentNumber) return false
  return call.audio[end === 'caller' ? 'customer' : 'agent'].kind === 'absent'
}

/** What the agent's Web API pages are told of it. */
function pageFor(desk: Desk, call: Call, agentNumber: string): CallView['page'] {
  const agent = desk.agent(agentNumber)
  if (!agent) return null
  const leg = call.legs.findLast(({ party, number }) => party === 'agent' && number === agentNumber)
  const offer = `${call.callId}/${leg?.startedAt ?? call.startedAt}`
  return pageContact(call, { agent, offer, config: desk.configOf(call), allowList: desk.config.allowList })
}

/** The call for one of its agents; numbers masked unless that agent may see them. */
export function callView(desk: Desk, call: Call, agentNumber: string): CallView {
  const { state } = call
  const end = endFor(call, agentNumber)
  const { customer } = call.audio
  return {
    callId: call.callId,
    purpose: call.purpose,
    parentCallId: call.parentCallId,
    roomId: call.roomId,
    other: otherFor(desk, call, agentNumber),
    isCaller: end === 'caller' || call.direction === 'outbound' || call.purpose === 'supervision',
    direction: call.direction,
    mediaType: call.mediaType,
    state: viewState(call, end),
    ...numbersFor(desk, call, agentNumber),
    queueId: call.queueId,
    queueName: call.queueName,
    muted: call.muted.includes(agentNumber),
    startedAt: iso(call.startedAt),
    ...timesFor(call, agentNumber),
    ringUntil: state.kind === 'offered' || state.kind === 'directed' ? iso(state.ringUntil) : null,
    heldSince: state.kind === 'held' ? iso(state.since) : null,
    endedAt: isoOrNull(endTimeOf(call)),
    waitSeconds: waitSeconds(call),
    mediaWanted: mediaWanted(desk, call, agentNumber),
    ...quietEnds(call, end),
    customerLost: call.callerAgent === null && customer.kind === 'absent' && customer.lost,
    ...linkFacts(desk, call, agentNumber),
    releaseCause: causeOf(call),
    attachedData: { ...call.attachedData },
    page: pageFor(desk, call, agentNumber),
  }
}

const phoneTroubleOf = ({ phoneTrouble }: Seat): SeatView['phoneTrouble'] =>
  phoneTrouble && { cause: phoneTrouble.cause, since: iso(phoneTrouble.since), until: iso(phoneTrouble.until) }

export function seatView(seat: Seat): SeatView {
  const { state } = seat
  return {
    agentNumber: seat.agentNumber,
    state: state.kind,
    since: iso(state.since),
    until: state.kind === 'rest' || state.kind === 'wrapUp' ? iso(state.until) : null,
    reason: state.kind === 'busy' ? state.reason : null,
    callId: state.kind === 'ringing' || state.kind === 'talking' || state.kind === 'wrapUp' ? state.callId : null,
    next: seat.next,
    queueIds: [...seat.queueIds],
    signedOutFor: seat.signedOutFor,
    autoAnswer: seat.autoAnswer,
    device: seat.device,
    phoneTrouble: phoneTroubleOf(seat),
  }
}
