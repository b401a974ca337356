// What settings ask of the desks before they are changed.
import type { LiveDesk } from '../settings/checks.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'

export const liveDesk = (actors: TenantActors): LiveDesk => ({
  async agentState(tenantId, agentNumber) {
    const actor = await actors.get(tenantId)
    return actor.ask('agentState', { agentNumber })
  },
  async callersIn(tenantId, queueId) {
    const actor = await actors.get(tenantId)
    return actor.ask('callersIn', { queueId })
  },
})
