// The agent's socket (`/ws/agent`, JSON text frames): commands in; results, events and notices out.
// First frame of a page: `hello`. First frame of the server: `welcome`. A command's `id` comes back in its `result`.
import { z } from 'zod'
import { id, matching } from '../fields.ts'
import { limits } from '../limits.ts'
import type { ErrorParams } from '../app-error.ts'
import type { ErrorCode } from '../errors.ts'
import { mediaTypes, supervisionModes, videoActions } from '../objects/contact.ts'
import { agentNumberSchema } from '../objects/routing.ts'
import { agentDevices, type SequencedEvent, type Snapshot } from './agent-events.ts'
import type { BoardDelta } from './board.ts'
import { videoSignalSchema, type VideoSignal } from './video-signal.ts'

const callId = z.string().min(1).max(64)
const sdp = z.string().min(1).max(65_536)

/** Where a transfer, a consultation or an internal call goes. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), agentNumber: agentNumberSchema }),
  z.strictObject({ kind: z.literal('queue'), queueId: id }),
  z.strictObject({ kind: z.literal('number'), number: z.string().min(1).max(64) }),
])
export type Destination = z.output<typeof destinationSchema>

export const agentCommandSchema = z.discriminatedUnion('kind', [
  /** Sign in (签入) to the queues. */
  z.strictObject({ kind: z.literal('signIn'), queueIds: z.array(id).min(1).max(1_000), device: z.enum(agentDevices).default('browser') }),
  z.strictObject({ kind: z.literal('signOut') }),
  /** Brings the seat, with its state and its call, from another browser to this one; the other is told and closed. */
  z.strictObject({ kind: z.literal('takeOver') }),
  /** This tab takes the lead: it rings and holds audio and pages. */
  z.strictObject({ kind: z.literal('takeLead') }),
  z.strictObject({ kind: z.literal('setIdle') }),
  z.strictObject({ kind: z.literal('setBusy'), reason: z.int().min(0).max(250).default(1) }),
  z.strictObject({ kind: z.literal('setRest'), minutes: z.int().min(limits.restMinutes.min).max(limits.restMinutes.max).optional() }),
  z.strictObject({ kind: z.literal('extendWrapUp') }),
  z.strictObject({ kind: z.literal('finishWrapUp') }),
  z.strictObject({ kind: z.literal('setAutoAnswer'), on: z.boolean() }),
  z.strictObject({ kind: z.literal('answer'), callId }),
  z.strictObject({ kind: z.literal('hangUp'), callId }),
  z.strictObject({ kind: z.literal('hold'), callId }),
  z.strictObject({ kind: z.literal('retrieve'), callId }),
  z.strictObject({ kind: z.literal('mute'), callId, on: z.boolean() }),
  z.strictObject({ kind: z.literal('sendDigits'), callId, digits: matching(/^[0-9*#A-D]+$/, 'dialString').max(32) }),
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
  /** Hands the call over at once (直接转接); the agent leaves it. */
  z.strictObject({ kind: z.literal('blindTransfer'), callId, to: destinationSchema }),
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
  /** Asks the customer for video, agrees to it, or ends it. */
  z.strictObject({ kind: z.literal('video'), callId, action: z.enum(videoActions) }),
  z.strictObject({ kind: z.literal('videoSignal'), callId, session: z.int().min(0), signal: videoSignalSchema }),
  z.strictObject({ kind: z.literal('record'), callId, action: z.enum(['start', 'pause', 'resume', 'stop']) }),
  /** For inspectors: joins another agent's call, or changes how. */
  z.strictObject({ kind: z.literal('supervise'), callId, mode: z.enum(supervisionModes) }),
  /** For inspectors: takes the call over from its agent (拦截). */
  z.strictObject({ kind: z.literal('intercept'), callId }),
  z.strictObject({ kind: z.literal('forceState'), agentNumber: agentNumberSchema, state: z.enum(['idle', 'busy', 'rest', 'signedOut']) }),
  z.strictObject({ kind: z.literal('forceRelease'), callId }),
  /** For inspectors: `board` frames from now on, or no more. */
  z.strictObject({ kind: z.literal('watchBoard'), on: z.boolean() }),
  /** The browser's media offer for a call; the result's `sdp` is the answer. */
  z.strictObject({ kind: z.literal('mediaOffer'), callId, sdp }),
  /** How a pop's frame fared, for the call's timeline. `milliseconds` since the pop reached the page. */
  z.strictObject({
    kind: z.literal('popReport'),
    callId,
    popId: id,
    outcome: z.enum(['loaded', 'blocked', 'timedOut']),
    milliseconds: z.int().min(0).max(3_600_000),
  }),
])
/** Commands that belong to a page: they bring a seat, its sound or its pictures to where it is. */
export const pageCommandKinds = ['signIn', 'takeOver', 'takeLead', 'mediaOffer', 'videoSignal', 'watchBoard', 'popReport'] as const
export type AgentCommand = z.output<typeof agentCommandSchema>
export type AgentCommandInput = z.input<typeof agentCommandSchema>
export type AgentCommandKind = AgentCommand['kind']

export const agentClientFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    /** One per browser (localStorage) and one per tab (sessionStorage). */
    browserId: z.string().min(8).max(64),
    tabId: z.string().min(8).max(64),
    /** Last sequence number seen; null for a page that knows nothing yet. */
    after: z.int().min(0).nullable(),
    /** The page may lead: it is visible or was in the lead before. */
    wantsLead: z.boolean(),
  }),
  z.strictObject({ type: z.literal('command'), id: z.int().min(1), command: agentCommandSchema }),
  z.strictObject({ type: z.literal('pong'), t: z.number() }),
])
export type AgentClientFrame = z.output<typeof agentClientFrameSchema>

export type AgentServerFrame =
  /**
   * `snapshot` when the page is new or too far behind; otherwise the missed events follow as `event` frames.
   * `elsewhere`: another browser holds the seat; nothing follows until `takeOver` (answered by a second `welcome`) or until it signs out there.
   */
  | { type: 'welcome'; agentNumber: string; serverTime: string; leader: boolean; elsewhere: boolean; snapshot: Snapshot | null }
  | ({ type: 'event' } & SequencedEvent)
  | { type: 'result'; id: number; ok: true; data?: { callId?: string; sdp?: string } }
  | { type: 'result'; id: number; ok: false; code: ErrorCode; params: ErrorParams; message: string }
  /** Which tab of this browser leads now. */
  | { type: 'lead'; leader: boolean }
  /** The inspector's live board: the first is whole, those after it hold what changed, at most two a second. */
  | ({ type: 'board' } & BoardDelta)
  /** From the customer's browser. */
  | { type: 'videoSignal'; callId: string; session: number; signal: VideoSignal }
  /** The tenant's settings that the workbench shows have changed: read them again. */
  | { type: 'settings' }
  /** Off: nothing can be stored now. Commands other than `hangUp` are refused until it is on again; nothing outside is lost. */
  | { type: 'storing'; on: boolean }
  /** While it is off: the agent's hang-up has taken effect. Its events follow once they can be stored. */
  | { type: 'hungUp'; callId: string; at: string }
  | { type: 'ping'; t: number }

/** Close codes of our own. */
export const socketCloseCodes = {
  protocolError: 4400,
  notLoggedIn: 4401,
  noAgent: 4403,
  /** Another browser took the seat over. */
  takenOver: 4409,
  /** The page did not read fast enough; it may connect again. */
  tooSlow: 4413,
  serverStopping: 4503,
} as const
