// Every command of an agent's, one row each, as the wings bring them. It is carried out or refused with a code; nothing is queued.
import { isSignedIn } from '../agent/agent-session.ts'
import { contactCommands } from '../acd/answering.ts'
import { refuse, type CommandFrom, type CommandOf, type Needs, type Reply, type Rows } from '../acd/command.ts'
import { sessionCommands } from '../acd/session-commands.ts'
import type { CentreCommandKind } from '@openseat/contracts'
import type { Contact } from '../contact/contact.ts'
import { agentsOf } from '../contact/state-facts.ts'
import { callCommands } from '../voice/call-commands.ts'
import { supervisionCommands } from '../voice/supervision.ts'
import { transferCommands } from '../voice/transfer.ts'
import type { VoiceContext } from '../voice/voice-context.ts'
import type { Centre } from './centre.ts'

export type CentreCommand = CommandOf<CentreCommandKind>

const table: Rows<CentreCommandKind, VoiceContext> = {
  ...sessionCommands,
  ...contactCommands,
  ...callCommands,
  ...transferCommands,
  ...supervisionCommands,
}

/** A row whose kind is known only when the command is there. */
interface AnyRow {
  readonly needs: Needs
  readonly run: (context: VoiceContext & { readonly contact: Contact | undefined }, command: CentreCommand) => Reply
}

export function runCommand(centre: Centre, from: CommandFrom, command: CentreCommand, now: number): Reply {
  const { needs, run } = table[command.kind] as AnyRow
  const context = { ...centre, ...from, session: centre.state.session(from.agentNumber, now), now }
  const contact = needs === 'contact' && 'callId' in command ? ownContact(centre, from, command.callId) : undefined
  return problemOf(context, { needs, contact, command }) ?? run({ ...context, contact }, command)
}

function ownContact({ state }: Centre, { agentNumber }: CommandFrom, callId: string): Contact | undefined {
  const contact = state.contacts.get(callId)
  return contact && agentsOf(contact).includes(agentNumber) ? contact : undefined
}

interface Asked {
  readonly needs: Needs
  readonly contact: Contact | undefined
  readonly command: CentreCommand
}

function problemOf({ state, session, agentNumber }: VoiceContext, { needs, contact, command }: Asked): Reply | null {
  const isAtWork = isSignedIn(session) || needs === 'page' || needs === 'inspector'
  if (!isAtWork) return refuse('SEAT_NOT_SIGNED_IN')
  const isInspectors = needs === 'inspector' || needs === 'signedInInspector'
  if (isInspectors && state.agent(agentNumber)?.role !== 'inspector') return refuse('INSPECTOR_ONLY')
  return needs === 'contact' && !contact && 'callId' in command ? refuse('CALL_NOT_FOUND', { callId: command.callId }) : null
}
