// Whoever asks for what their rights do not give stands in the audit log.

import type { RefusedAccess } from '../http/refused-access.ts'
import { actorOf, type Settings } from './settings.ts'

export const refusedAccessAudit =
  (settings: Settings, failed: (error: unknown) => void) =>
  ({ person, address, route, permission }: RefusedAccess): void => {
    const facts = { action: 'refuseAccess', objectType: 'route', objectId: route, after: { permission } } as const
    settings.note(actorOf(person, address), facts).catch(failed)
  }
