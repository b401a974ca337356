// Call control by REST: the commands of the connection bar, for the agent's own seat, which a workbench keeps signed in.
import { AppError, pageCommandKinds, type AgentCommand } from '@openseat/contracts'
import type { CentreCommand } from '@openseat/domain'
import type { CallIds } from '../ids/call-ids.ts'
import type { TenantActor } from '../desk/tenant-actor.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import { isInspection, type Inspection } from '../realtime/inspections.ts'

export interface CommandParts {
  readonly reader: Pick<SettingsReader, 'agent'>
  readonly actors: TenantActors
  readonly callIds: CallIds
  /** Writes what an inspector did to the audit log. */
  readonly inspected: (person: Person, command: Inspection, address: string) => void
}

export function commandHandlers({ reader, actors, callIds, inspected }: CommandParts): HandlersOf<'getSeat' | 'runCommand'> {
  return {
    async getSeat({ person }) {
      const { actor, agentNumber } = await seatOf({ reader, actors }, person)
      return actor.ask('snapshot', { agentNumber })
    },
    async runCommand({ person, body: { command }, context }) {
      if (!isCentreCommand(command)) throw new AppError('REQUEST_MALFORMED', { reason: command.kind })
      const callId = await run({ reader, actors, callIds }, person, command)
      if (isInspection(command)) inspected(person, command, context.address)
      return { callId }
    },
  }
}

type SeatParts = Pick<CommandParts, 'reader' | 'actors' | 'callIds'>

/** For whoever has a number that the person need not see: dials it for the person's own seat. The call's id, or an AppError. */
export const seatDialler =
  (parts: SeatParts) =>
  (person: Person, { number, queueId }: { readonly number: string; readonly queueId: number | null }): Promise<string | null> =>
    run(parts, person, { kind: 'dial', number, queueId, mediaType: 'audio', pageOrigin: null })

async function run({ callIds, ...seats }: SeatParts, person: Person, command: CentreCommand): Promise<string | null> {
  const { actor, agentNumber } = await seatOf(seats, person)
  const browserId = await actor.ask('holder', { agentNumber })
  if (browserId === null) throw new AppError('SEAT_NOT_SIGNED_IN')
  const reply = await actor.command({ agentNumber, browserId, newCallId: callIds.next() }, command)
  if (!reply.ok) throw new AppError(reply.code, reply.params)
  return reply.callId ?? null
}

const isCentreCommand = (command: AgentCommand): command is CentreCommand => !pageCommandKinds.some((kind) => kind === command.kind)

type Seats = Pick<CommandParts, 'reader' | 'actors'>

async function seatOf({ reader, actors }: Seats, { tenantId, agentNumber }: Person): Promise<{ actor: TenantActor; agentNumber: string }> {
  if (agentNumber === null || (await reader.agent(tenantId, agentNumber)) === undefined) throw new AppError('AGENT_NONE')
  return { actor: await actors.get(tenantId), agentNumber }
}
