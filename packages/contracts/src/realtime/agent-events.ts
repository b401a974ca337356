// What the server tells a signed-in agent: one union. Every event has a sequence number of the agent's own, without gaps;
// it is stored before it is sent, and sent again to a page that missed it.
import { z } from 'zod'
import { instant } from '../fields.ts'
import { callPurposes, directions, mediaTypes, recordingStates, releaseCauses, supervisionModes } from '../objects/contact.ts'
import { pageContactSchema, resolvedPopSchema } from '../objects/pops.ts'

export const callStates = ['ringing', 'dialling', 'alerting', 'talking', 'held', 'ended'] as const
export type CallState = (typeof callStates)[number]

export const videoStates = ['off', 'asked', 'wanted', 'on'] as const
export type VideoState = (typeof videoStates)[number]

/** Who is at the other end for the agent who looks. `number` is masked where the agent may not see numbers. */
export const otherPartySchema = z.object({
  kind: z.enum(['customer', 'agent', 'queue']),
  number: z.string(),
  /** Agent's or queue's name; empty when there is none. */
  name: z.string(),
})

/** One call as one of its agents sees it; of a call between two agents each has a view of their own. */
export const callViewSchema = z.object({
  callId: z.string(),
  purpose: z.enum(callPurposes),
  /** The customer's call that a consultation or a supervision belongs to. */
  parentCallId: z.string().nullable(),
  /** Calls of one room share one audio connection: a browser keeps one connection per room. */
  roomId: z.string(),
  other: otherPartySchema,
  /** The agent made the call; else it came to the agent. */
  isCaller: z.boolean(),
  direction: z.enum(directions),
  mediaType: z.enum(mediaTypes),
  state: z.enum(callStates),
  /** The customer's number, masked unless the agent may see numbers. */
  customerNumber: z.string(),
  callerNumber: z.string(),
  calledNumber: z.string(),
  queueId: z.int().nullable(),
  queueName: z.string().nullable(),
  muted: z.boolean(),
  startedAt: instant,
  offeredAt: instant.nullable(),
  /** Until when the offer rings here; null once it does not ring. */
  ringUntil: instant.nullable(),
  answeredAt: instant.nullable(),
  heldSince: instant.nullable(),
  /** The other end holds the agent. */
  heldByOther: z.boolean(),
  /** All of this call and of its consultation hear each other. */
  conference: z.boolean(),
  /** How the agent supervises `parentCallId`; or, on a supervised call, how an inspector is heard in it (never `listen`). */
  supervision: z.enum(supervisionModes).nullable(),
  /** `asked`: the agent asked for it; `wanted`: the customer did. */
  video: z.enum(videoStates),
  /** The customer's end can show video. */
  videoPossible: z.boolean(),
  /** Changes with each new pairing of two browsers; what belongs to an earlier one is stale. */
  videoSession: z.int(),
  recording: z.enum(recordingStates),
  /** The agent may switch the recording. */
  recordingAllowed: z.boolean(),
  /** The agent's own, as the settings have it; empty when there is none. */
  numberLabel: z.string(),
  endedAt: instant.nullable(),
  /** Seconds the customer waited before the offer. */
  waitSeconds: z.int(),
  /** True while the agent's audio is not connected and a new media offer is wanted. */
  mediaWanted: z.boolean(),
  /** True while the customer's audio is lost. */
  customerLost: z.boolean(),
  /** Nothing has come from the other side's telephone for a while: silence suppression, a mute key, or a fault. */
  otherQuiet: z.boolean(),
  /** The same of the agent's own telephone. */
  ownQuiet: z.boolean(),
  releaseCause: z.enum(releaseCauses).nullable(),
  attachedData: z.record(z.string(), z.string()),
  page: pageContactSchema.nullable(),
})
export type CallView = z.output<typeof callViewSchema>

export const agentStateKinds = ['signedOut', 'idle', 'busy', 'rest', 'ringing', 'talking', 'wrapUp'] as const
export type AgentStateKind = (typeof agentStateKinds)[number]

/** Where an agent's audio is: the browser, or the telephone of the agent's settings. */
export const agentDevices = ['browser', 'phone'] as const
export type AgentDevice = (typeof agentDevices)[number]

/** Why an agent is busy: 1 own wish, 2 did not answer, 5 audio or connection unavailable; 200–250 the tenant's reasons. Wire codes of the field. */
export const busyReasonCodes = { none: 0, self: 1, noAnswer: 2, forced: 3, unavailable: 5, rejected: 7 } as const

/** What a change of settings took from a seat that was signed in. */
export const signedOutReasons = ['agentRemoved', 'noQueue', 'noPhone'] as const
export type SignedOutReason = (typeof signedOutReasons)[number]

/** The state that comes after the present call. */
export const nextStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('busy'), reason: z.int() }),
  z.object({ kind: z.literal('rest'), minutes: z.int() }),
])
export type NextState = z.output<typeof nextStateSchema>

export const seatViewSchema = z.object({
  agentNumber: z.string(),
  state: z.enum(agentStateKinds),
  since: instant,
  /** End of rest or wrap-up; null when the state has none. */
  until: instant.nullable(),
  reason: z.int().nullable(),
  /** Call that the agent rings, talks or wraps up for. */
  callId: z.string().nullable(),
  next: nextStateSchema.nullable(),
  queueIds: z.array(z.int()),
  /** Why the seat was signed out by a change of settings; null where it was not, and from the next sign-in on. */
  signedOutFor: z.enum(signedOutReasons).nullable(),
  autoAnswer: z.boolean(),
  device: z.enum(agentDevices),
  /** The last call could not ring the agent's telephone; none is offered before `until`. Null once it rings. */
  phoneTrouble: z.object({ cause: z.enum(releaseCauses), since: instant, until: instant }).nullable(),
})
export type SeatView = z.output<typeof seatViewSchema>

/** A screen pop whose address is already complete; the browser adds nothing. */
export const forcedActions = ['idle', 'busy', 'rest', 'signedOut', 'release', 'intercept'] as const

export const agentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('seat.changed'), seat: seatViewSchema }),
  z.object({ type: z.literal('call.ringing'), call: callViewSchema }),
  z.object({ type: z.literal('call.dialling'), call: callViewSchema }),
  z.object({ type: z.literal('call.alerting'), call: callViewSchema }),
  z.object({ type: z.literal('call.talking'), call: callViewSchema }),
  z.object({ type: z.literal('call.held'), call: callViewSchema }),
  z.object({ type: z.literal('call.updated'), call: callViewSchema }),
  z.object({ type: z.literal('call.ended'), call: callViewSchema }),
  z.object({ type: z.literal('pops.opened'), callId: z.string(), pops: z.array(resolvedPopSchema) }),
  /** An inspector did something to the agent's state or call. */
  z.object({ type: z.literal('seat.forced'), by: z.string(), byName: z.string(), action: z.enum(forcedActions) }),
  /** A call that the agent handed over did not arrive; its queue has it again, or it is over. */
  z.object({ type: z.literal('transfer.failed'), callId: z.string(), customerNumber: z.string(), cause: z.enum(releaseCauses) }),
  /** An offer that was not answered takes its tabs with it. */
  z.object({ type: z.literal('pops.closed'), callId: z.string() }),
])
export type AgentEvent = z.output<typeof agentEventSchema>

export interface SequencedEvent {
  readonly seq: number
  readonly at: string
  readonly event: AgentEvent
}

/** Everything a page needs to draw itself anew. `seq` is the last event that the snapshot contains. */
export const snapshotSchema = z.object({
  seq: z.int(),
  seat: seatViewSchema,
  calls: z.array(callViewSchema),
  pops: z.array(resolvedPopSchema),
})
export type Snapshot = z.output<typeof snapshotSchema>
