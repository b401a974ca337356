// What an agent asks for, as the wings of the centre list it. A new command is a row here and a row in its wing.
import { z } from 'zod'
import { id, matching } from '../fields.ts'
import { limits } from '../limits.ts'
import { mediaTypes, supervisionModes, videoActions } from '../objects/contact.ts'
import { agentNumberSchema } from '../objects/routing.ts'
import { agentDevices } from './agent-events.ts'
import { videoSignalSchema } from './video-signal.ts'

const callId = z.string().min(1).max(64)
const sdp = z.string().min(1).max(65_536)

/** Where a transfer, a consultation or an internal call goes. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), agentNumber: agentNumberSchema }),
  z.strictObject({ kind: z.literal('queue'), queueId: id }),
  z.strictObject({ kind: z.literal('number'), number: z.string().min(1).max(64) }),
])
export type Destination = z.output<typeof destinationSchema>

/** Where a customer can be handed to. `comesBack`: the flow ends with the agent who hands over, or with the queue's top. */
const handOverSchema = z.discriminatedUnion('kind', [
  ...destinationSchema.options,
  z.strictObject({ kind: z.literal('flow'), flowId: id, comesBack: z.boolean().default(false) }),
])
export type HandOver = z.output<typeof handOverSchema>

/** Commands of a page’s connection itself; the socket answers them. */
export const connectionCommands = [
  /** This tab takes the lead: it rings and holds audio and pages. */
  z.strictObject({ kind: z.literal('takeLead') }),
  /** The browser's media offer for a call; the result's `sdp` is the answer. */
  z.strictObject({ kind: z.literal('mediaOffer'), callId, sdp }),
  z.strictObject({ kind: z.literal('videoSignal'), callId, session: z.int().min(0), signal: videoSignalSchema }),
  /** For inspectors: `board` frames from now on, or no more. */
  z.strictObject({ kind: z.literal('watchBoard'), on: z.boolean() }),
] as const

/** What an agent wishes of the own session. */
export const sessionCommands = [
  /** Sign in (签入) to the queues. */
  z.strictObject({ kind: z.literal('signIn'), queueIds: z.array(id).min(1).max(1_000), device: z.enum(agentDevices).default('browser') }),
  z.strictObject({ kind: z.literal('signOut') }),
  /** Brings the seat, with its state and its call, from another browser to this one; the other is told and closed. */
  z.strictObject({ kind: z.literal('takeOver') }),
  z.strictObject({ kind: z.literal('setIdle') }),
  z.strictObject({ kind: z.literal('setBusy'), reason: z.int().min(0).max(250).default(1) }),
  z.strictObject({ kind: z.literal('setRest'), minutes: z.int().min(limits.restMinutes.min).max(limits.restMinutes.max).optional() }),
  z.strictObject({ kind: z.literal('extendWrapUp') }),
  z.strictObject({ kind: z.literal('finishWrapUp') }),
  z.strictObject({ kind: z.literal('setAutoAnswer'), on: z.boolean() }),
  /** How a pop's frame fared, for the call's timeline. `milliseconds` since the pop reached the page. */
  z.strictObject({
    kind: z.literal('popReport'),
    callId,
    popId: id,
    outcome: z.enum(['loaded', 'blocked', 'timedOut']),
    milliseconds: z.int().min(0).max(3_600_000),
  }),
] as const

/** What an agent does to a contact, whatever its channel. */
export const contactCommands = [
  z.strictObject({ kind: z.literal('answer'), callId }),
  z.strictObject({ kind: z.literal('hangUp'), callId }),
] as const

/** Calls that an agent makes, and what is done to one’s sound and picture. */
export const callCommands = [
  z.strictObject({
    kind: z.literal('dial'),
    number: z.string().min(1).max(64),
    queueId: id.nullable().default(null),
    mediaType: z.enum(mediaTypes).default('audio'),
    /** The page that asked for it (one-click outbound call): its origin must be on the allowlist. */
    pageOrigin: z.string().max(limits.url.max).nullable().default(null),
  }),
  /** An agent, or the queue's next one, without a customer (内部呼叫、内部求助). */
  z.strictObject({ kind: z.literal('callInside'), to: destinationSchema }),
  z.strictObject({ kind: z.literal('hold'), callId }),
  z.strictObject({ kind: z.literal('retrieve'), callId }),
  z.strictObject({ kind: z.literal('mute'), callId, on: z.boolean() }),
  z.strictObject({ kind: z.literal('sendDigits'), callId, digits: matching(/^[0-9*#A-D]+$/, 'dialString').max(32) }),
  z.strictObject({ kind: z.literal('record'), callId, action: z.enum(['start', 'pause', 'resume', 'stop']) }),
  /** Asks the customer for video, agrees to it, or ends it. */
  z.strictObject({ kind: z.literal('video'), callId, action: z.enum(videoActions) }),
] as const

/** Transfers, consultations and three-party calls. The further commands of a consultation name the customer’s call. */
export const transferCommands = [
  /** Hands the call over at once (直接转接); the agent leaves it. */
  z.strictObject({ kind: z.literal('blindTransfer'), callId, to: handOverSchema }),
  /** Holds the customer and calls `to` (咨询). The further commands name the customer's call. */
  z.strictObject({ kind: z.literal('consult'), callId, to: destinationSchema }),
  /** Joins the customer with the one consulted; the agent leaves. */
  z.strictObject({ kind: z.literal('completeTransfer'), callId }),
  /** Ends the consultation and takes the customer back. */
  z.strictObject({ kind: z.literal('takeBack'), callId }),
  /** Changes between the customer and the one consulted. */
  z.strictObject({ kind: z.literal('swap'), callId }),
  /** All three talk (三方通话). */
  z.strictObject({ kind: z.literal('conference'), callId }),
] as const

/** What inspectors do to others. */
export const supervisionCommands = [
  /** Joins another agent's call, or changes how. */
  z.strictObject({ kind: z.literal('supervise'), callId, mode: z.enum(supervisionModes) }),
  /** Takes the call over from its agent (拦截). */
  z.strictObject({ kind: z.literal('intercept'), callId }),
  z.strictObject({ kind: z.literal('forceState'), agentNumber: agentNumberSchema, state: z.enum(['idle', 'busy', 'rest', 'signedOut']) }),
  z.strictObject({ kind: z.literal('forceRelease'), callId }),
] as const

export const agentCommandSchema = z.discriminatedUnion('kind', [
  ...connectionCommands,
  ...sessionCommands,
  ...contactCommands,
  ...callCommands,
  ...transferCommands,
  ...supervisionCommands,
])
/** Commands that belong to a page: they bring a seat, its sound or its pictures to where it is. */
export const pageCommandKinds = ['signIn', 'takeOver', 'takeLead', 'mediaOffer', 'videoSignal', 'watchBoard', 'popReport'] as const
export type AgentCommand = z.output<typeof agentCommandSchema>
export type AgentCommandInput = z.input<typeof agentCommandSchema>

type KindsOf<L extends readonly { readonly shape: { readonly kind: { readonly value: string } } }[]> = L[number]['shape']['kind']['value']
export type SessionCommandKind = KindsOf<typeof sessionCommands>
export type ContactCommandKind = KindsOf<typeof contactCommands>
export type CallCommandKind = KindsOf<typeof callCommands>
export type TransferCommandKind = KindsOf<typeof transferCommands>
export type SupervisionCommandKind = KindsOf<typeof supervisionCommands>
/** Commands that the centre decides. */
export type CentreCommandKind = SessionCommandKind | ContactCommandKind | CallCommandKind | TransferCommandKind | SupervisionCommandKind
