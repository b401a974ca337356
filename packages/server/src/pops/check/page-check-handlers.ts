// The check on demand: of a saved pop, and of one that is being written.
import type { HandlersOf } from '../../http/handlers.ts'
import { actor } from '../../settings/checks.ts'
import type { PageChecks } from './page-checks.ts'

export function pageCheckHandlers(checks: PageChecks): HandlersOf<'checkScreenPop' | 'checkScreenPopDraft'> {
  return {
    checkScreenPop: (call) => checks.pop(actor(call), call.params.id),
    checkScreenPopDraft: ({ person, body }) => checks.draft(person.tenantId, body),
  }
}
