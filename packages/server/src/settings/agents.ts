// Agents (座席): the work numbers of a tenant, each bound to at most one account, with their skills.

import type { Agent, RouteBody } from '@openseat/contracts'
import { rightsOfAgent } from '@openseat/domain'
import { refuseBeyond } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { batchAgents } from './agent-batch.ts'
import { createAgent, refuseAtWork, storeAgent } from './agent-changes.ts'
import { agentListing, readAgent, selectAgents, toAgent } from './agent-rows.ts'
import type { AllowsContact } from './agent-rules.ts'
import { actor, mapPage, refuseStale, type LiveDesk, type SettingsParts } from './checks.ts'
import { listPage } from './listing.ts'
import { readContacts } from './network-parts.ts'
import type { Edit } from './settings.ts'
import { readTenant } from './tenants.ts'

type AgentRoute = 'getAgentAllowance' | 'listAgents' | 'createAgent' | 'batchAgents' | 'getAgent' | 'changeAgent' | 'deleteAgent'

export function agentHandlers(parts: SettingsParts): HandlersOf<AgentRoute> {
  const { settings, platform, network, live } = parts
  return {
    listAgents: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        let rows = selectAgents(trx)
        if (query.kind !== undefined) rows = rows.where('a.kind', '=', query.kind)
        if (query.role !== undefined) rows = rows.where('a.role', '=', query.role)
        if (query.queueId !== undefined) {
          const holders = trx.selectFrom('agent_skill').select('agent_number').where('queue_id', '=', query.queueId)
          rows = rows.where('a.agent_number', 'in', holders)
        }
        return mapPage(await listPage(rows, query, agentListing), toAgent)
      }),
    getAgentAllowance: ({ person }) =>
      settings.read(person.tenantId, async (trx) => {
        const { agentNumberFrom, agentNumberTo, purchased, used } = await readTenant(trx)
        return { agentNumberFrom, agentNumberTo, purchased, used }
      }),
    getAgent: ({ person, params }) => settings.read(person.tenantId, (trx) => readAgent(trx, params.agentNumber)),
    createAgent: async (call) => {
      // Row-level security hides other tenants' agents from the change itself.
      const taken = await platform.takenAgentNumbers([call.body.agentNumber])
      const allowsContact = await readContacts({ settings, network })
      return settings.change(call.person.tenantId, actor(call), (edit) =>
        createAgent(edit, call.body, { person: call.person, taken, allowsContact }),
      )
    },
    changeAgent: async (call) => {
      const allowsContact = await readContacts({ settings, network })
      const work = (edit: Edit) => changeAgent(edit, call.params.agentNumber, { person: call.person, body: call.body, allowsContact, live })
      return settings.change(call.person.tenantId, actor(call), work)
    },
    deleteAgent: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) =>
        deleteAgent(edit, call.params.agentNumber, { person: call.person, live }),
      ),
    batchAgents: async (call) => batchAgents(parts, call, await readContacts({ settings, network })),
  }
}

interface AgentChange {
  readonly person: Person
  readonly body: RouteBody<'changeAgent'>
  readonly allowsContact: AllowsContact
  readonly live: LiveDesk | undefined
}

async function changeAgent(edit: Edit, agentNumber: string, { person, body, allowsContact, live }: AgentChange): Promise<Agent> {
  const { version, ...fields } = body
  const before = await readAgent(edit.trx, agentNumber)
  refuseStale(before, version, { object: 'agent', name: agentNumber })
  return storeAgent(edit, before, { person, fields, allowsContact, live })
}

interface AgentDeletion {
  readonly person: Person
  readonly live: LiveDesk | undefined
}

async function deleteAgent(edit: Edit, agentNumber: string, { person, live }: AgentDeletion): Promise<void> {
  const { trx, audit } = edit
  const before = await readAgent(trx, agentNumber)
  refuseBeyond(person, rightsOfAgent(before.role))
  await refuseAtWork(edit, agentNumber, live)
  await trx.deleteFrom('agent').where('agent_number', '=', agentNumber).execute()
  audit({ action: 'delete', objectType: 'agent', objectId: agentNumber, before })
}
