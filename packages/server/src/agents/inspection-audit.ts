// What inspectors do to other agents and their calls stands in the tenant's audit log.
import type { Person } from '../access/person.ts'
import type { Inspection } from '../realtime/inspections.ts'
import { actorOf, type Settings } from '../settings/settings.ts'

export function inspectionAudit(settings: Settings, failed: (error: unknown) => void) {
  return (person: Person, command: Inspection, address: string): void => {
    const { kind, ...facts } = command
    const objectId = 'callId' in facts ? facts.callId : 'agentNumber' in facts ? facts.agentNumber : ''
    const objectType = 'callId' in facts ? 'call' : 'agent'
    settings.note(actorOf(person, address), { action: kind, objectType, objectId, after: facts }).catch(failed)
  }
}
