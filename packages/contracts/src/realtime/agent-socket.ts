// The agent's socket (`/ws/agent`, JSON text frames): commands in; results, events and notices out.
// First frame of a page: `hello`. First frame of the server: `welcome`. A command's `id` comes back in its `result`.
import { z } from 'zod'
import type { ErrorParams } from '../app-error.ts'
import type { ErrorCode } from '../errors.ts'
import { agentCommandSchema } from './agent-commands.ts'
import type { SequencedEvent, Snapshot } from './agent-events.ts'
import type { BoardDelta } from './board.ts'
import type { VideoSignal } from './video-signal.ts'

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
