// One command on its way: who asks, with what answer.
import type { AgentCommand, ErrorCode, ErrorParams } from '@openseat/contracts'
import type { AgentSession } from '../agent/agent-session.ts'
import type { Contact } from '../contact/contact.ts'
import type { TenantState } from './tenant-state.ts'

export type Reply =
  | { readonly ok: true; readonly callId?: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams }

export interface CommandFrom {
  readonly agentNumber: string
  readonly browserId: string
  /** For a contact that the command may begin. */
  readonly newCallId: string
}

export interface CommandContext extends CommandFrom {
  readonly state: TenantState
  readonly session: AgentSession
  readonly now: number
}

export type CommandOf<K extends AgentCommand['kind']> = Extract<AgentCommand, { kind: K }>

/**
 * What must be true before a command runs: `page`: a page of the agent's is enough · `signedIn` · `contact`: the command names a
 * live contact that the agent is in · `inspector`, `signedInInspector`: the agent is one.
 */
export type Needs = 'page' | 'signedIn' | 'contact' | 'inspector' | 'signedInInspector'

/** Commands that need a contact are handed it. `C` is what the wing adds to the context. */
export type Row<K extends AgentCommand['kind'], C extends CommandContext> =
  | { readonly needs: 'contact'; readonly run: (context: C & { readonly contact: Contact }, command: CommandOf<K>) => Reply }
  | { readonly needs: Exclude<Needs, 'contact'>; readonly run: (context: C, command: CommandOf<K>) => Reply }

/** The rows of a wing: one for each of the kinds that contracts list for it. */
export type Rows<K extends AgentCommand['kind'], C extends CommandContext> = { readonly [Kind in K]: Row<Kind, C> }

export const done: Reply = { ok: true }
export const refuse = (code: ErrorCode, params: ErrorParams = {}): Reply => ({ ok: false, code, params })
