// What lines report: customers' telephones, numbers outside, agents' telephones. A line is a leg of a room.
import type { ReleaseCause, VideoAction } from '@openseat/contracts'
import { accept } from '../acd/answering.ts'
import { contactStep } from '../acd/contact-steps.ts'
import { release } from '../acd/routing.ts'
import { reachedAgain, unreached } from '../acd/unreached.ts'
import type { OfferOutcome } from '../contact/contact-machine.ts'
import { isConnected, isLive } from '../contact/contact.ts'
import { agentsOf, factsOf, servingAgent } from '../contact/state-facts.ts'
import { audioSetUpMs, expectAudio } from './audio-presence.ts'
import { dialCustomer } from './calling.ts'
import { absent, agentAt, type Leg } from './leg.ts'
import { leaveCall } from './leaving.ts'
import { consultOf } from './linked-talks.ts'
import { isAgentLegFirst, phaseOf } from './phase.ts'
import type { Talk } from './talk.ts'
import { completeTransfer, transferFailed, transferLine } from './transfer.ts'
import { switchVideo } from './video.ts'
import type { RoomLeg, VoiceState } from './voice-state.ts'

/** Does something for every talk that has the leg. */
function eachTalk(voice: VoiceState, at: RoomLeg, act: (talk: Talk, leg: Leg) => void): void {
  const found = voice.at(at)
  for (const talk of found?.talks ?? []) if (found) act(talk, found.leg)
}

const isOffered = (talk: Talk, leg: Leg): boolean => talk.serving === leg && talk.contact.state.kind === 'offered'

/** `ref`: which line answers for the leg. */
export function lineReached(
  voice: VoiceState,
  at: RoomLeg,
  { ref, videoPossible = false }: { ref: string; videoPossible?: boolean },
): void {
  eachTalk(voice, at, (talk, leg) => {
    leg.lineRef = ref
    if (talk.served === leg) leg.showsVideo = videoPossible
    voice.touch(talk)
  })
}

export function lineAlerting(voice: VoiceState, at: RoomLeg, now: number): void {
  eachTalk(voice, at, (talk, leg) => {
    if (isOffered(talk, leg)) telephoneRang(voice, talk, leg)
    else if (agentAt(leg.id) === null && leg.state === 'invited') numberRang(voice, talk, leg, now)
  })
}

function telephoneRang({ state }: VoiceState, talk: Talk, leg: Leg): void {
  leg.state = 'ringing'
  state.touch(talk.contact)
  reachedAgain(state, agentAt(leg.id) ?? '')
}

function numberRang(voice: VoiceState, talk: Talk, leg: Leg, now: number): void {
  const isDialled = phaseOf(talk) === 'dialling'
  leg.state = 'ringing'
  if (isDialled) voice.state.addTimeline(talk.contact, now, { kind: 'alerting', data: {} })
  voice.touch(talk)
}

export function lineAnswered(voice: VoiceState, at: RoomLeg, now: number): void {
  eachTalk(voice, at, (talk, leg) => {
    if (agentAt(leg.id) === null) numberAnswered(voice, talk, leg, now)
    else agentAnswered(voice, talk, leg, now)
  })
}

function numberAnswered(voice: VoiceState, talk: Talk, leg: Leg, now: number): void {
  const phase = phaseOf(talk)
  if (phase === 'transferring' || phase === 'dialling' || phase === 'alerting') {
    leg.state = 'connected'
    talk.dialUntil = null
    if (phase !== 'transferring') {
      expectAudio(voice, talk.serving, now)
      if (leg.presence.kind === 'absent') leg.presence = absent(now + audioSetUpMs)
    }
    contactStep(voice.state, talk.contact, { type: 'connect' }, now)
  }
  const digits = talk.digitsAtAnswer
  if (digits === null || !isLive(talk.contact)) return
  talk.digitsAtAnswer = null
  voice.touch(talk)
  voice.act({ type: 'sendDigits', room: talk.roomId, leg: leg.id, digits })
}

function agentAnswered(voice: VoiceState, talk: Talk, leg: Leg, now: number): void {
  expectAudio(voice, leg, now)
  voice.touch(talk)
  if (talk.served === leg) return
  if (isOffered(talk, leg)) {
    telephoneRang(voice, talk, leg)
    accept(voice.state, talk.contact, agentAt(leg.id) ?? '', now)
  }
  if (isAgentLegFirst(talk)) dialCustomer(voice, talk, now)
}

export function lineFailed(voice: VoiceState, at: RoomLeg, cause: ReleaseCause, now: number): void {
  eachTalk(voice, at, (talk, leg) => {
    if (isOffered(talk, leg)) offerFailed(voice, talk, cause, now)
    else if (phaseOf(talk) === 'transferring') transferFailed(voice, talk, cause, now)
    else release(voice.state, talk.contact, agentAt(leg.id) === null ? cause : 'phoneUnreached', now)
  })
}

/** A telephone that rang and then answers "busy" had its reject key pressed. */
const outcomes: Partial<Record<ReleaseCause, OfferOutcome>> = { rejected: 'rejected', calleeBusy: 'rejected', noAnswer: 'noAnswer' }

/** The call to the telephone of the agent who is offered it is over without an answer. */
function offerFailed({ state }: VoiceState, { contact, serving }: Talk, cause: ReleaseCause, now: number): void {
  const outcome = serving?.state === 'ringing' ? outcomes[cause] : undefined
  if (outcome === undefined) unreached(state, contact, cause, now)
  else contactStep(state, contact, { type: 'withdraw', outcome }, now)
}

export function lineHungUp(voice: VoiceState, at: RoomLeg, now: number): void {
  const agentNumber = agentAt(at.leg)
  if (agentNumber !== null) phoneHungUp(voice, at, agentNumber, now)
  else eachTalk(voice, at, (talk, leg) => numberHungUp(voice, talk, leg, now))
}

/** A caller who was not answered yet has gone all the same; of a talk it is not known who would have ended it. */
export function lineLost(voice: VoiceState, at: RoomLeg, now: number): void {
  eachTalk(voice, at, (talk, leg) => {
    if (endsWith(voice, talk, leg)) release(voice.state, talk.contact, 'connectionLost', now)
  })
  lineHungUp(voice, at, now)
}

/** With the line the talk is over: no third one is in it to whom the others could go on talking. */
function endsWith(voice: VoiceState, talk: Talk, leg: Leg): boolean {
  if (agentAt(leg.id) === null) return phaseOf(talk) === 'handedOff' || isConnected(talk.contact)
  return isConnected(talk.contact) && !consultOf(voice, talk)
}

/** The agent's telephone is put down. In the middle of a consultation that hands the customer over: nobody is hung up on. */
function phoneHungUp(voice: VoiceState, at: RoomLeg, agentNumber: string, now: number): void {
  const served = voice.at(at)?.talks.find(({ contact, serving }) => serving?.id === at.leg && contact.purpose === 'customer')
  const consult = served && consultOf(voice, served)
  if (served && consult && isConnected(served.contact) && isConnected(consult.contact))
    completeTransfer(voice, { talk: served, consult }, now)
  else
    eachTalk(voice, at, (talk, leg) => {
      // While it only rang nobody pressed anything: its line went with the server, or broke.
      if (isOffered(talk, leg)) offerFailed(voice, talk, 'connectionLost', now)
      else if (agentsOf(talk.contact).includes(agentNumber)) leaveCall(voice, talk, agentNumber, now)
    })
}

function numberHungUp(voice: VoiceState, talk: Talk, leg: Leg, now: number): void {
  const { contact } = talk
  const phase = phaseOf(talk)
  const isServing = talk.serving === leg
  if (phase === 'transferring' && isServing) return transferFailed(voice, talk, 'rejected', now)
  release(voice.state, contact, hangUpCause(talk, isServing), now)
}

function hangUpCause(talk: Talk, isServing: boolean): ReleaseCause {
  const { contact } = talk
  if (phaseOf(talk) === 'handedOff') return isServing ? 'otherPartyHangUp' : 'customerHangUp'
  if (contact.answeredAt !== null) return 'customerHangUp'
  if (contact.direction !== 'inbound') return 'rejected'
  return factsOf(contact.state).isBeforeAnswer ? 'abandoned' : 'customerHangUp'
}

/** The customer asks for video, agrees to it or ends it. */
export function lineVideo(voice: VoiceState, at: RoomLeg, action: VideoAction, now: number): void {
  eachTalk(voice, at, (talk, leg) => {
    if (talk.served === leg) switchVideo(voice, talk, { by: 'customer', action }, now)
  })
}

/** The agent's telephone asks to transfer (REFER): as from the workbench. */
export function lineReferred(voice: VoiceState, at: RoomLeg, number: string, now: number): void {
  const agentNumber = agentAt(at.leg)
  const talk = voice.at(at)?.talks.find(({ contact }) => isConnected(contact) && servingAgent(contact) === agentNumber)
  if (talk && agentNumber !== null) transferLine(voice, { talk, agentNumber, number }, now)
}
