// Agents (座席): the work numbers of a tenant, each bound to at most one account, with their skills.

import type { agent } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { batchAgents } from './agent-batch.ts'
import { agents } from './agent-changes.ts'
import { actor, type SettingsParts } from './checks.ts'
import { readContacts } from './network-parts.ts'
import { resourceHandlers } from './resource-handlers.ts'
import { readTenant } from './tenants.ts'

type AgentRoute = keyof typeof agent.routes | 'getAgentAllowance' | 'batchAgents'

export function agentHandlers(parts: SettingsParts): HandlersOf<AgentRoute> {
  const { settings, platform, network, live } = parts
  return {
    ...resourceHandlers(parts, agents, {
      given: async ({ person }) => ({ person, allowsContact: await readContacts({ settings, network }), live }),
      narrow: (rows, { queueId }) =>
        queueId === undefined
          ? rows
          : rows.where(
              sql<boolean>`exists (select from agent_skill k
                where k.tenant_id = t.tenant_id and k.agent_number = t.agent_number and k.queue_id = ${queueId})`,
            ),
    }),
    getAgentAllowance: ({ person }) =>
      settings.read(person.tenantId, async (trx) => {
        const { agentNumberFrom, agentNumberTo, purchased, used } = await readTenant(trx)
        return { agentNumberFrom, agentNumberTo, purchased, used }
      }),
    createAgent: async (call) => {
      const { person, body } = call
      // Row-level security hides other tenants' agents from the change itself.
      const taken = await platform.takenAgentNumbers([body.agentNumber])
      const allowsContact = await readContacts({ settings, network })
      return settings.change(person.tenantId, actor(call), (edit) => agents.create(edit, body, { person, taken, allowsContact }))
    },
    batchAgents: async (call) => batchAgents(parts, call, await readContacts({ settings, network })),
  }
}
