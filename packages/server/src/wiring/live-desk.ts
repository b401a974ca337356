// What settings ask of the desks before they are changed.
import type { Call } from '@openseat/domain'
import type { LiveDesk } from '../settings/checks.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'

export const liveDesk = (actors: TenantActors): LiveDesk => ({
  async agentState(tenantId, agentNumber) {
    const actor = await actors.get(tenantId)
    return actor.query((acd) => [...acd.seats()].find((seat) => seat.agentNumber === agentNumber)?.state.kind ?? 'signedOut')
  },
  async callersIn(tenantId, queueId) {
    const actor = await actors.get(tenantId)
    const isThere = ({ state }: Call): boolean => (state.kind === 'waiting' || state.kind === 'offered') && state.queueId === queueId
    return actor.query((acd) => [...acd.calls()].filter(isThere).length)
  },
})
