// What an agent's workbench needs to know of its own seat before signing in.
import { AppError, type IceServer } from '@openseat/contracts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { Settings } from '../settings/settings.ts'

export interface SeatParts {
  readonly settings: Settings
  readonly reader: SettingsReader
  readonly actors: TenantActors
  readonly iceServers: () => IceServer[]
}

export function seatHandlers({ settings, reader, actors, iceServers }: SeatParts): HandlersOf<'getSeatSettings' | 'listDestinations'> {
  return {
    async getSeatSettings({ person }) {
      const config = await reader.routingConfig(person.tenantId)
      const agent = person.agentNumber === null ? undefined : config.agents.get(person.agentNumber)
      if (!agent) throw new AppError('AGENT_NONE')
      const queues = [...agent.skills.keys()].flatMap((id) => config.queues.get(id) ?? [])
      const busyReasons = await settings.read(person.tenantId, (trx) =>
        trx.selectFrom('busy_reason').select(['code', 'name']).orderBy('code').execute(),
      )
      return {
        agentNumber: agent.agentNumber,
        role: agent.role,
        kind: agent.kind,
        queues: queues.map(({ id, name, type }) => ({ id, name, type })),
        busyReasons,
        restMinutes: config.parameters.restMinutes,
        wrapUpExtendSeconds: config.parameters.wrapUpExtendSeconds,
        autoAnswer: agent.autoAnswer,
        phone: agent.phone,
        iceServers: iceServers(),
      }
    },
    async listDestinations({ person }) {
      const { agentNumber } = person
      if (agentNumber === null) throw new AppError('AGENT_NONE')
      const actor = await actors.get(person.tenantId)
      const { agents, queues, flows } = await actor.ask('destinations', { agentNumber })
      return { agents: [...agents], queues: [...queues], flows: [...flows] }
    },
  }
}
