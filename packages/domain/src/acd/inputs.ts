// What reaches the desk from outside a call's lines: new calls, audio, agents' connections, settings.
import type { MediaType } from '@openseat/contracts'
import { isSignedIn } from '../agent/seat.ts'
import { absent, isConnected, newCall, type Call, type Party } from '../call/call.ts'
import { customerLeg, partyOf, servingAgent } from '../call/ends.ts'
import { partyNumber, type PartyNumber } from '../numbers/party-number.ts'
import { findRoute } from './called-route.ts'
import type { Desk } from './desk.ts'
import { followSkills } from './misplaced-seats.ts'
import { publishUpdate } from './publish.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { release, route } from './routing.ts'

export interface Arrival {
  readonly callId: string
  readonly mediaType: MediaType
  /** As the caller's side writes it; empty when it is withheld. */
  readonly callerNumber: string
  /** As dialled: access code, extension code, and what came after. */
  readonly dialled: string
  readonly attachedData: Readonly<Record<string, string>>
  /** The signalling side's own name for the caller's line. */
  readonly ref: string
  /** The caller's end can show video. */
  readonly videoPossible?: boolean
}

/** One leg of one room: an end of one call or, during a consultation, of two. */
export interface RoomLeg {
  readonly room: string
  readonly leg: string
}

/** How long a new call may take until its audio is there. */
export const audioSetUpMs = 15_000
/** How long a caller whose audio was lost keeps the place. */
const customerGraceMs = 30_000

export function callArrived(desk: Desk, arrival: Arrival, now: number): void {
  const { callId, mediaType, dialled, attachedData, ref, videoPossible = false } = arrival
  const { shown: callerNumber, ...caller } = partyNumber(arrival.callerNumber, desk.config.numbering)
  // Given again after a commit whose outcome was in doubt.
  if (desk.calls.has(callId) || desk.endedCalls.has(callId)) return
  const call = newCall({
    callId,
    direction: 'inbound',
    mediaType,
    callerNumber,
    calledNumber: accessCodeIn(desk.config, dialled),
    dialled,
    ...customerFacts(caller),
    attachedData,
    videoPossible,
    startedAt: now,
    revision: desk.config.revision,
    audio: { customer: absent(now + audioSetUpMs), agent: absent(null) },
    legs: [{ party: 'customer', number: callerNumber, startedAt: now, answeredAt: null, endedAt: null }],
  })
  call.lineRefs = { [customerLeg(call) ?? '']: ref }
  desk.callChanged(call)
  route(desk, call, now)
}

/** What stays of the customer's number beside the form in which it is shown. */
export const customerFacts = ({ e164, extension }: Pick<PartyNumber, 'e164' | 'extension'>): Pick<Call, 'e164' | 'extension'> => ({
  ...(e164 === null ? {} : { e164 }),
  ...(extension === null ? {} : { extension }),
})

/** The called number that everybody is told of: without the extension code, and what was dialled after it. */
function accessCodeIn({ routes, accessCodes }: RoutingConfig, dialled: string): string {
  const code = findRoute(routes, dialled)?.accessCode
  return code ?? accessCodes.filter((each) => dialled.startsWith(each)).toSorted((a, b) => b.length - a.length)[0] ?? dialled
}

/** Every call that the leg is an end of, with that end. */
export function endsAt(desk: Desk, { room, leg }: RoomLeg): { call: Call; party: Party }[] {
  return desk.index.inRoom(room).flatMap((call) => {
    const party = partyOf(call, leg)
    return party === null ? [] : [{ call, party }]
  })
}

export function audioConnected(desk: Desk, at: RoomLeg, now: number): void {
  for (const { call, party } of endsAt(desk, at)) {
    const before = call.audio[party]
    if (before.kind === 'connected' && !before.quiet) continue
    call.audio[party] = { kind: 'connected' }
    if (before.kind === 'absent' && before.lost) desk.addTimeline(call, now, { kind: 'mediaRestored', data: { party } })
    publishUpdate(desk, call, now)
  }
}

export function audioLost(desk: Desk, at: RoomLeg, now: number): void {
  for (const { call, party } of endsAt(desk, at)) {
    if (call.audio[party].kind !== 'connected') continue
    call.audio[party] = { kind: 'absent', until: graceEnd(desk, call, party, now), lost: true }
    desk.addTimeline(call, now, { kind: 'mediaLost', data: { party } })
    publishUpdate(desk, call, now)
  }
}

/** An agent whose audio goes while the call only rings has until the answer. */
function graceEnd(desk: Desk, call: Call, party: Party, now: number): number | null {
  if (party === 'customer' && call.callerAgent === null) return now + customerGraceMs
  const rings = party === 'agent' && (call.state.kind === 'offered' || call.state.kind === 'directed')
  return rings ? null : now + desk.config.parameters.reconnectGraceSeconds * 1000
}

/** From now on the audio of an agent's end must be there within the grace. */
export function expectAudio(desk: Desk, call: Call, party: Party, now: number): void {
  const presence = call.audio[party]
  if (presence.kind === 'connected') return
  call.audio[party] = { ...presence, until: now + desk.config.parameters.reconnectGraceSeconds * 1000 }
}

/** New settings: each seat serves the queues of its agent's skills as they are now, but for those left out when signing in. */
export function configChanged(desk: Desk, config: RoutingConfig, now: number): void {
  const isElsewhere = config.timeZone !== desk.config.timeZone
  desk.useConfig(config)
  if (isElsewhere) desk.days.timeZoneChanged(now)
  endForbiddenSupervision(desk, now)
  for (const seat of desk.seats.values()) if (isSignedIn(seat)) followSkills(desk, seat, now)
}

/** Nobody goes on listening whose right was withdrawn. */
function endForbiddenSupervision(desk: Desk, now: number): void {
  for (const call of desk.calls.values()) {
    const inspector = call.purpose === 'supervision' ? servingAgent(call) : null
    if (inspector !== null && desk.agent(inspector)?.role !== 'inspector') release(desk, call, 'forcedRelease', now)
  }
}

export function digitsPressed(desk: Desk, at: RoomLeg, count: number, now: number): void {
  for (const { call, party } of endsAt(desk, at).slice(0, 1)) desk.addTimeline(call, now, { kind: 'digits', data: { party, count } })
}

export interface AudioQuality {
  readonly lossPercent: number
  readonly jitterMs: number
  /** Null when the far end reported none. */
  readonly roundTripMs: number | null
}

/** Comes when a leg is over, so the calls may be over too: it belongs to the room's own call. */
export function audioMeasured(desk: Desk, { room, leg }: RoomLeg, quality: AudioQuality, now: number): void {
  const call = desk.calls.get(room) ?? desk.endedCalls.get(room)
  if (!call) return
  const party = leg === customerLeg(call) ? 'customer' : leg.startsWith('agent/') ? 'agent' : 'transferee'
  const { lossPercent, jitterMs, roundTripMs } = quality
  const agentNumber = leg.startsWith('agent/') ? leg.slice('agent/'.length) : null
  desk.addTimeline(call, now, { kind: 'mediaStats', data: { party, agentNumber, lossPercent, jitterMs, roundTripMs } })
}

/** A page of the agent's is connected; what the seat was is what it is. */
export function seatConnected(desk: Desk, agentNumber: string, now: number): void {
  const seat = desk.seat(agentNumber, now)
  if (seat.present) return
  seat.present = true
  seat.absentUntil = null
  desk.seatChanged(seat)
}

/** The agent's last page is gone: nothing is offered, and after the grace the seat is signed out. */
export function seatDisconnected(desk: Desk, agentNumber: string, now: number): void {
  const seat = desk.seats.get(agentNumber)
  if (!seat?.present) return
  seat.present = false
  seat.absentUntil = isSignedIn(seat) ? now + desk.config.parameters.reconnectGraceSeconds * 1000 : null
  desk.seatChanged(seat)
}

/** The audio that an agent's end of a new call has from the start: none, or that of the agent's other call in the room. */
export function audioOf(desk: Desk, { room, leg }: RoomLeg): Call['audio'][Party] | undefined {
  const end = endsAt(desk, { room, leg }).find(({ call }) => isConnected(call))
  return end?.call.audio[end.party]
}
