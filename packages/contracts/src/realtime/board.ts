// The inspector's live board: every agent, every call and every queue of the tenant, as rows that replace one another by key.
import type { CallPurpose, Direction, MediaType, RecordingState, SupervisionMode } from '../objects/contact.ts'
import type { AgentDevice, AgentStateKind } from './agent-events.ts'

export interface BoardAgent {
  readonly agentNumber: string
  readonly name: string
  readonly state: AgentStateKind
  readonly since: string
  readonly until: string | null
  readonly reason: number | null
  readonly callId: string | null
  readonly queueIds: readonly number[]
  readonly device: AgentDevice
  /** A page of the agent's is connected. */
  readonly present: boolean
}

export interface BoardCall {
  readonly callId: string
  readonly purpose: CallPurpose
  readonly parentCallId: string | null
  readonly direction: Direction
  readonly mediaType: MediaType
  readonly state: 'arrived' | 'inFlow' | 'waiting' | 'ringing' | 'dialling' | 'alerting' | 'talking' | 'held' | 'handedOff'
  readonly since: string
  readonly startedAt: string
  /** Masked unless the inspector may see numbers. */
  readonly callerNumber: string
  readonly calledNumber: string
  readonly queueId: number | null
  readonly queueName: string | null
  /** Agents in the call, the one who serves it first. */
  readonly agentNumbers: readonly string[]
  readonly conference: boolean
  readonly recording: RecordingState
  /** Inspectors in the call. */
  readonly supervisors: readonly { readonly agentNumber: string; readonly mode: SupervisionMode }[]
}

export interface BoardQueue {
  readonly queueId: number
  readonly name: string
  /** Within its working hours. */
  readonly open: boolean
  readonly waiting: number
  /** Since when the one who waits longest has waited; null when nobody waits. */
  readonly longestSince: string | null
  readonly agentsSignedIn: number
  readonly agentsIdle: number
  /** Since the tenant's day began. All of them were answered, abandoned, timed out, left, or wait. */
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** The queue gave them up after its longest wait. */
  readonly timedOut: number
  /** Any other end of the wait, such as a lost connection. */
  readonly left: number
  /** Answered within 20 seconds, of all that were answered, abandoned or timed out, 0 to 100; null when there were none. */
  readonly serviceLevel: number | null
}

export interface BoardDelta {
  /** Everything: rows that are not in it are gone. */
  readonly whole: boolean
  readonly serverTime: string
  readonly agents: readonly BoardAgent[]
  readonly calls: readonly BoardCall[]
  readonly queues: readonly BoardQueue[]
  /** Calls that have ended. */
  readonly gone: readonly string[]
}
