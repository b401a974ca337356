// Contact records: what a call was, leg by leg, with its timeline.
import { z } from 'zod'
import { instant } from '../fields.ts'
import { recordingSchema, wrapUpSchema } from './records.ts'

/** `internal`: between agents; no customer's line is in it. */
export const directions = ['inbound', 'outbound', 'internal'] as const
export type Direction = (typeof directions)[number]

export const mediaTypes = ['audio', 'video'] as const
export type MediaType = (typeof mediaTypes)[number]

/** What a call is for. `consult`: an agent asks someone while the customer holds; `supervision`: an inspector in a call. */
export const callPurposes = ['customer', 'consult', 'internal', 'supervision'] as const
export type CallPurpose = (typeof callPurposes)[number]

/** `listen` is heard by nobody, `whisper` by the agent alone, `bargeIn` by all. */
export const supervisionModes = ['listen', 'whisper', 'bargeIn'] as const
export type SupervisionMode = (typeof supervisionModes)[number]

/** Video beside a call's audio, from browser to browser. It is asked for at one end and agreed to at the other. */
export const videoActions = ['request', 'accept', 'decline', 'stop'] as const
export type VideoAction = (typeof videoActions)[number]

export const recordingStates = ['off', 'on', 'paused'] as const
export type RecordingState = (typeof recordingStates)[number]

/** Why a call ended; each has its words in the vocabulary. */
export const releaseCauses = [
  'customerHangUp',
  'agentHangUp',
  'abandoned',
  'waitExpired',
  'overflow',
  'offDuty',
  /** Outside the queue's working hours. */
  'closed',
  'noRoute',
  'noAnswer',
  'rejected',
  'calleeBusy',
  'unreachable',
  /** The agent's own telephone did not ring. */
  'phoneUnreached',
  'unknownNumber',
  'calleeMoved',
  'networkFailure',
  'connectionLost',
  'agentSignedOut',
  'mediaFailed',
  'tenantSuspended',
  /** Became part of the call that it was made for. */
  'transferred',
  'otherPartyHangUp',
  'forcedRelease',
  'tooLong',
  /** The call that it belonged to is over. */
  'nothingLeft',
  'takenBack',
  /** A flow said so, or came to its end. */
  'flowEnded',
  /** A flow could not go on; the caller was told. */
  'flowFailed',
] as const
export type ReleaseCause = (typeof releaseCauses)[number]

/** Kinds of timeline entries, in the order in which they usually come. */
export const timelineKinds = [
  'arrived',
  'flowEntered',
  'flowStep',
  'flowStepsLeftOut',
  'queued',
  'queueTransferred',
  'offered',
  'notAnswered',
  'notRung',
  'requeued',
  'dialled',
  'alerting',
  'answered',
  'popRequested',
  'frameLoaded',
  'frameFailed',
  'held',
  'retrieved',
  'consultStarted',
  'consultEnded',
  'conferenceStarted',
  'conferenceEnded',
  'transferStarted',
  'transferFailed',
  'transferred',
  'supervisionStarted',
  'supervisionEnded',
  'intercepted',
  'videoRequested',
  'videoDeclined',
  'videoStarted',
  'videoStopped',
  'recordingStarted',
  'recordingPaused',
  'recordingResumed',
  'recordingStopped',
  'recordingFailed',
  'digits',
  'mediaLost',
  'mediaRestored',
  'mediaQuiet',
  'mediaStats',
  'released',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

export const timelineEntrySchema = z.object({
  n: z.int().min(1),
  at: instant,
  kind: z.enum(timelineKinds),
  /** Further facts by kind, such as `queueName`, `agentNumber`, `popName`, `milliseconds`, `lossPercent`. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type TimelineEntry = z.output<typeof timelineEntrySchema>

export const contactSummarySchema = z.object({
  callId: z.string(),
  purpose: z.enum(callPurposes),
  /** The customer's call that a consultation belongs to. */
  parentCallId: z.string().nullable(),
  direction: z.enum(directions),
  mediaType: z.enum(mediaTypes),
  /** Masked unless the reader may see numbers. */
  callerNumber: z.string(),
  calledNumber: z.string(),
  numbersMasked: z.boolean(),
  queueName: z.string().nullable(),
  agentNumber: z.string().nullable(),
  agentName: z.string().nullable(),
  startedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  waitSeconds: z.int().nullable(),
  talkSeconds: z.int().nullable(),
  releaseCause: z.enum(releaseCauses).nullable(),
  /** Something of it was recorded and is still kept. */
  hasRecording: z.boolean(),
  /** Reason of the latest wrap-up, names from the root down; empty when there is none. */
  reasonPath: z.array(z.string()),
})
export type ContactSummary = z.output<typeof contactSummarySchema>

export const legSchema = z.object({
  party: z.enum(['customer', 'agent', 'transferee', 'flow']),
  number: z.string(),
  startedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Of the agent, at the time; empty when there was none. */
  numberLabel: z.string(),
})

export const contactRecordSchema = contactSummarySchema.extend({
  attachedData: z.record(z.string(), z.string()),
  /** The customer's number as E.164, where it is one, and what follows it; null to who may not see numbers. */
  customerE164: z.string().nullable(),
  customerExtension: z.string().nullable(),
  legs: z.array(legSchema),
  timeline: z.array(timelineEntrySchema),
  wrapUps: z.array(wrapUpSchema),
  recordings: z.array(recordingSchema),
})
export type ContactRecord = z.output<typeof contactRecordSchema>
