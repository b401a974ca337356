// One command on its way: who asks, with what answer.
import type { AgentCommand, ErrorCode, ErrorParams } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import type { Call } from '../call/call.ts'
import type { Desk } from './desk.ts'

export type Reply =
  | { readonly ok: true; readonly callId?: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams }

/** Commands that the desk decides; the others concern a page's connection and stay with the socket. */
export type DeskCommand = Exclude<AgentCommand, { kind: 'takeLead' | 'mediaOffer' | 'videoSignal' | 'watchBoard' }>
export type CommandOf<K extends DeskCommand['kind']> = Extract<DeskCommand, { kind: K }>

export interface CommandFrom {
  readonly agentNumber: string
  readonly browserId: string
  /** For a call that the command may begin. */
  readonly newCallId: string
}

export interface Scene extends CommandFrom {
  readonly desk: Desk
  readonly seat: Seat
  readonly now: number
}

export const done: Reply = { ok: true }
export const refuse = (code: ErrorCode, params: ErrorParams = {}): Reply => ({ ok: false, code, params })

/** The words of a call's state in a refusal are those that its agent sees. */
const shownState: Readonly<Record<string, string>> = {
  arrived: 'dialling',
  waiting: 'dialling',
  offered: 'ringing',
  directed: 'ringing',
  transferring: 'ended',
  handedOff: 'ended',
  supervising: 'talking',
}

export const refuseState = (call: Call, action: DeskCommand['kind']): Reply =>
  refuse('CALL_STATE', { state: shownState[call.state.kind] ?? call.state.kind, action })
