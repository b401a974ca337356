// The calls' wing: what follows for the legs of a room, and for the calls that are linked to it, when a contact makes a step; and
// what is due of them.
import type { ReleaseCause } from '@openseat/contracts'
import { release } from '../acd/routing.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import type { MadeStep, Wing } from '../acd/wing.ts'
import { unansweredCause, type ContactEvent } from '../contact/contact-machine.ts'
import { isConnected, isLive, type Contact } from '../contact/contact.ts'
import { factsOf, servingAgent } from '../contact/state-facts.ts'
import { expectAudio } from './audio-presence.ts'
import { boardRow } from './board-row.ts'
import { callView } from './call-view.ts'
import { expireTalk, talkDeadline } from './deadlines.ts'
import { retrieve } from './hold.ts'
import { leaveCall } from './leaving.ts'
import { agentLeg, newLeg, type Leg } from './leg.ts'
import { consultOf, supervisionsOf } from './linked-talks.ts'
import { isTalking, refusedWord } from './phase.ts'
import { announceAgent } from './queue-sounds.ts'
import { startPolicyRecording } from './recording.ts'
import { ringAgentPhone } from './ring.ts'
import { legIn, type Talk } from './talk.ts'
import { tellTransferFailed } from './transfer.ts'
import { pairVideo } from './video.ts'
import type { VoiceState } from './voice-state.ts'

export const voiceWing = (voice: VoiceState): Wing => ({
  stepped: (contact, made, now) => stepped(voice, contact, made, now),
  view: (contact, agentNumber) => callView(voice, contact, agentNumber),
  boardRow: (contact, viewer) => boardRow(voice, contact, viewer),
  isReachable: (contact) => {
    const presence = voice.talkOf(contact).served?.presence
    return presence?.kind !== 'absent' || !presence.lost
  },
  deadlineOf: (contact) => talkDeadline(voice.talkOf(contact)),
  expire: (contact, now) => expireTalk(voice, voice.talkOf(contact), now),
  missedAs: (contact) => missedAs(voice, contact),
  leave: (contact, agentNumber, now) => leaveCall(voice, voice.talkOf(contact), agentNumber, now),
  answerProblem: (_contact, { device }) => (device === 'phone' ? 'ANSWER_ON_PHONE' : null),
  word: (contact) => refusedWord(voice.talkOf(contact)),
})

/** A telephone that never said that it rings was not heard by anybody. */
function missedAs(voice: VoiceState, contact: Contact): 'noAnswer' | 'unreached' {
  const isOnPhone = voice.state.sessions.get(servingAgent(contact) ?? '')?.device === 'phone'
  return isOnPhone && voice.talkOf(contact).serving?.state !== 'ringing' ? 'unreached' : 'noAnswer'
}

function stepped(voice: VoiceState, contact: Contact, made: MadeStep, now: number): void {
  const talk = voice.talkOf(contact)
  const agentBefore = factsOf(made.before).agentNumber
  const wasTalking = made.before.kind === 'active' && made.before.isAnswered && talk.heldBy.length === 0
  if (servingAgent(contact) !== agentBefore) Object.assign(talk, { heldBy: [], heldSince: null })
  if (isLive(contact)) followAgent(voice, talk, made, now)
  else voice.end(talk)
  if (isMissedTransfer(contact, made)) tellTransferFailed(voice, talk, unansweredCause(made.event))
  // Without an agent there is nobody to supervise; with another one the inspector stays.
  if (agentBefore !== null && servingAgent(contact) === null) endSupervisions(voice, talk, now)
  if (contact.state.kind === 'ended') linkedEnd(voice, talk, { wasTalking, agentBefore, cause: contact.state.cause }, now)
}

/** An agent whom the customer was handed to did not take the call. */
const isMissedTransfer = (contact: Contact, made: MadeStep): made is MadeStep & { event: Extract<ContactEvent, { type: 'withdraw' }> } =>
  made.event.type === 'withdraw' &&
  made.before.kind === 'offered' &&
  made.before.via === 'direct' &&
  contact.purpose === 'customer' &&
  contact.state.kind !== 'inFlow'

interface End {
  /** Nobody held anybody. */
  readonly wasTalking: boolean
  readonly agentBefore: string | null
  readonly cause: ReleaseCause
}

/** What the end of a call is for those that are linked to it. */
function linkedEnd(voice: VoiceState, talk: Talk, end: End, now: number): void {
  const { contact } = talk
  if (contact.purpose === 'consult') consultEnded(voice, talk, end, now)
  else if (contact.purpose === 'supervision') supervisionEnded(voice.state, contact, now)
  else if (end.agentBefore !== null) consultGoesOn(voice, talk, end.agentBefore, now)
}

/** The leg of who serves the contact, as its state says. A leg that was given the place already keeps it. */
function followAgent(voice: VoiceState, talk: Talk, { event }: MadeStep, now: number): void {
  const { contact } = talk
  const agentNumber = servingAgent(contact)
  const isAnswered = contact.state.kind === 'active' && contact.state.isAnswered
  if (agentNumber === null) {
    if (contact.state.kind !== 'active') talk.serving = null
    else if (isAnswered && talk.serving) talk.serving.state = 'connected'
    return
  }
  const leg = agentsLeg(voice, talk, agentNumber)
  talk.serving = leg
  if (contact.state.kind === 'offered') ringAgentPhone(voice, talk, agentNumber)
  if (event.type === 'accept') {
    expectAudio(voice, leg, now)
    if (contact.initiator !== null) expectAudio(voice, talk.served, now)
    announceAgent(voice, talk, agentNumber)
  }
  if (isAnswered) began(voice, talk, leg, now)
}

function agentsLeg(voice: VoiceState, { roomId, serving }: Talk, agentNumber: string): Leg {
  const id = agentLeg(agentNumber)
  return serving?.id === id ? serving : (voice.legIn(roomId, id) ?? newLeg({ id, role: 'agent' }))
}

/** Another agent talks from now on. */
function began(voice: VoiceState, talk: Talk, leg: Leg, now: number): void {
  leg.state = 'connected'
  talk.releaseAt ??= now + voice.state.configOf(talk.contact).parameters.maxCallMinutes * 60_000
  if (!isConnected(talk.contact)) return
  startPolicyRecording(voice, talk, now)
  pairVideo(voice, talk, now)
}

function endSupervisions(voice: VoiceState, talk: Talk, now: number): void {
  for (const { contact } of supervisionsOf(voice, talk)) release(voice.state, contact, 'nothingLeft', now)
}

function consultEnded(voice: VoiceState, { contact }: Talk, { wasTalking, cause }: End, now: number): void {
  const parent = voice.liveTalk(contact.parentCallId)
  if (!parent) return
  if (cause !== 'transferred') {
    voice.state.addTimeline(parent.contact, now, { kind: 'consultEnded', data: { cause } })
    if (wasTalking && isTalking(parent)) voice.state.addTimeline(parent.contact, now, { kind: 'conferenceEnded', data: {} })
  }
  voice.touch(parent)
}

/** Also where the call ended first, and the inspector with it. */
function supervisionEnded(state: TenantState, { parentCallId, callerNumber }: Contact, now: number): void {
  const parent = state.knownContact(parentCallId ?? '')
  if (!parent) return
  state.addTimeline(parent, now, { kind: 'supervisionEnded', data: { agentNumber: callerNumber } })
  if (isLive(parent)) state.touch(parent)
}

/** The customer is gone: whoever still talks goes on talking, everything else of it ends. */
function consultGoesOn(voice: VoiceState, talk: Talk, agentNumber: string, now: number): void {
  const consult = consultOf(voice, talk)
  if (!consult) return
  const own = legIn(consult, agentLeg(agentNumber))
  if (!isConnected(consult.contact)) release(voice.state, consult.contact, 'nothingLeft', now)
  else if (own) retrieve(voice, consult, own, now)
  voice.touch(consult)
}
