// A call as the desk knows it: facts that stay, and a state that holds only what is true in it.
// A call has two ends: the customer's (in a call between agents: the agent who made it) and the agent's.
// A consultation and a supervision are calls of their own, linked to the customer's call and in the same room.
// Times are epoch milliseconds; they come in from outside.
import type {
  CallPurpose,
  Direction,
  MediaType,
  RecordingState,
  ReleaseCause,
  ResolvedPop,
  SupervisionMode,
  TimelineKind,
} from '@openseat/contracts'

/** A place in a queue's line. `since` decides it; `until` is the longest wait. */
export interface LinePlace {
  readonly queueId: number
  readonly since: number
  readonly until: number
}

interface Ringing {
  readonly agentNumber: string
  readonly offeredAt: number
  readonly ringUntil: number
  /** The agent's telephone said that it rings; a browser needs not. */
  readonly rang?: true
}

export type CallState =
  | { readonly kind: 'arrived' }
  | ({ readonly kind: 'waiting' } & LinePlace)
  | ({ readonly kind: 'offered' } & Ringing & LinePlace)
  /** Rings one agent who was named. `back`: the line that it goes to when the agent does not answer; null: it ends then. */
  | ({ readonly kind: 'directed'; readonly back: LinePlace | null } & Ringing)
  /** `summoning`: the agent's own telephone is rung first. */
  | { readonly kind: 'dialling'; readonly agentNumber: string; readonly until: number; readonly summoning: boolean }
  | { readonly kind: 'alerting'; readonly agentNumber: string; readonly until: number }
  /** `conference`: all of this call and of its consultation hear each other. */
  | { readonly kind: 'talking'; readonly agentNumber: string; readonly since: number; readonly conference: boolean }
  /** `by`: whose end holds the other. */
  | { readonly kind: 'held'; readonly agentNumber: string; readonly since: number; readonly talkingSince: number; readonly by: Party }
  /** No agent is in it any more; an outside number is being called for the customer. */
  | { readonly kind: 'transferring'; readonly leg: string; readonly number: string; readonly since: number; readonly until: number }
  /** The customer talks with an outside number. */
  | { readonly kind: 'handedOff'; readonly leg: string; readonly number: string; readonly since: number }
  | { readonly kind: 'supervising'; readonly agentNumber: string; readonly mode: SupervisionMode; readonly since: number }
  | { readonly kind: 'ended'; readonly cause: ReleaseCause; readonly at: number }

export type CallStateKind = CallState['kind']

/**
 * Whether a party's audio is there; `quiet`: it is a telephone that has sent nothing for a while, as it may. `until` ends its grace
 * (null while nothing presses), `lost` once it had been there.
 */
export type AudioPresence =
  | { readonly kind: 'connected'; readonly quiet?: true }
  | { readonly kind: 'absent'; readonly until: number | null; readonly lost: boolean }

export type Party = 'customer' | 'agent'

/** Video beside the audio, between the customer's browser and the agent's. */
export type CallVideo = { readonly kind: 'off' | 'on' } | { readonly kind: 'requested'; readonly by: Party }

export interface LegRecord {
  readonly party: Party | 'transferee'
  /** Number of the customer or of the outside party, or the agent number. */
  readonly number: string
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
  /** The agent's number label at the time, where there is one. */
  readonly numberLabel?: string
}

export interface TimelineItem {
  readonly n: number
  readonly at: number
  readonly kind: TimelineKind
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

export interface Call {
  readonly callId: string
  readonly purpose: CallPurpose
  /** The call that a consultation or a supervision belongs to. */
  readonly parentCallId: string | null
  /** Calls of one room share its audio; a customer's call has a room of its own, named like the call. */
  readonly roomId: string
  readonly direction: Direction
  readonly mediaType: MediaType
  readonly callerNumber: string
  readonly calledNumber: string
  /** The agent at the customer's end: who made a call to another agent. */
  readonly callerAgent: string | null
  readonly attachedData: Readonly<Record<string, string>>
  readonly startedAt: number
  /** Revision of the tenant's settings that the call began with; it keeps them. */
  readonly revision: number
  /** By leg, the signalling side's own name for the line. */
  lineRefs: Record<string, string>
  state: CallState
  audio: Record<Party, AudioPresence>
  /** Agents whose voice is not passed on. */
  muted: string[]
  video: CallVideo
  /** Counts the pairings of browsers. */
  videoSession: number
  /** The customer's end can show video. */
  videoPossible: boolean
  recording: RecordingState
  /** Recordings begun so far; the number of the latest is part of its id. */
  recordings: number
  queueId: number | null
  queueName: string | null
  agentNumber: string | null
  /** When it joined the line that it waits or last waited in. */
  queuedAt: number | null
  offeredAt: number | null
  answeredAt: number | null
  /** What was dialled, where the called number is shown in another form. */
  readonly dialled?: string
  /** The customer's number as E.164, where it is one of a country's plan. */
  readonly e164?: string
  /** Behind the customer's number. */
  readonly extension?: string
  /** Dialled when the number that is being called has answered. */
  digitsAtAnswer?: string | null
  /** When it is released for its length. */
  releaseAt: number | null
  /** It could not be put through to agents' telephones: how often, to whose, and until when others are served before it. */
  passedOver?: { readonly times: number; readonly until: number | null; readonly triedAt?: readonly string[] }
  /** How often it was moved to another queue. */
  queueTransfers: number
  legs: LegRecord[]
  /** Pages opened for each agent. */
  pops: Record<string, ResolvedPop[]>
  /** Entries so far; the entries themselves are stored, not kept. */
  timelineLength: number
}

type Given = 'callId' | 'direction' | 'callerNumber' | 'calledNumber' | 'startedAt' | 'revision'

/** A call that has just come about. Without more facts it is a customer's, with nobody's audio expected. */
export function newCall(facts: Pick<Call, Given> & Partial<Call>): Call {
  return {
    purpose: 'customer',
    parentCallId: null,
    roomId: facts.callId,
    mediaType: 'audio',
    callerAgent: null,
    attachedData: {},
    lineRefs: {},
    state: { kind: 'arrived' },
    audio: { customer: absent(null), agent: absent(null) },
    muted: [],
    video: { kind: 'off' },
    videoSession: 0,
    videoPossible: false,
    recording: 'off',
    recordings: 0,
    queueId: null,
    queueName: null,
    agentNumber: null,
    queuedAt: null,
    offeredAt: null,
    answeredAt: null,
    releaseAt: null,
    queueTransfers: 0,
    legs: [],
    pops: {},
    timelineLength: 0,
    ...facts,
  }
}

/** Audio that has not been there yet. */
export const absent = (until: number | null): AudioPresence => ({ kind: 'absent', until, lost: false })

/** The number that is the customer's: the caller of an inbound call, the called of an outbound one. */
export const customerNumberOf = (call: Call): string => (call.direction === 'outbound' ? call.calledNumber : call.callerNumber)

/** The customer's number with all that is known of it. */
export interface CustomerNumber {
  /** As it is shown; empty when it is withheld. */
  readonly number: string
  readonly e164: string | null
  readonly extension: string | null
}

export const customerOf = (call: Call): CustomerNumber => ({
  number: customerNumberOf(call),
  e164: call.e164 ?? null,
  extension: call.extension ?? null,
})

export const isLive = (call: Call): boolean => call.state.kind !== 'ended'

/** Whether people talk in it, or could at once. */
export const isConnected = (call: Call): boolean => call.state.kind === 'talking' || call.state.kind === 'held'
