// Whoever asks for what their rights do not give stands in the audit log: once a minute for each route, however often.

import { AppError } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'
import { BoundedMap } from '../access/bounded-map.ts'
import { type Actor, actorOf, type AuditFacts } from '../settings/settings.ts'
import type { AddressOf } from './client-address.ts'

export interface RefusedAccessParts {
  readonly addressOf: AddressOf
  /** Writes it down; must not throw. */
  readonly note: (actor: Actor, facts: AuditFacts) => void
}

const refusals = new Set(['PERMISSION_MISSING', 'RIGHTS_BEYOND'])
const againAfterMs = 60_000
const remembered = 5_000

export function noteRefusedAccess(server: FastifyInstance, { addressOf, note }: RefusedAccessParts): void {
  const noted = new BoundedMap<string, number>(remembered)
  server.addHook('onError', async (request, _reply, error) => {
    const { person } = request
    if (!(error instanceof AppError) || !refusals.has(error.code) || person === undefined) return
    const route = `${request.method} ${request.routeOptions.url ?? ''}`
    const key = `${person.tenantId}/${person.staffId}/${route}`
    const before = noted.get(key)
    if (before !== undefined && performance.now() - before < againAfterMs) return
    noted.set(key, performance.now())
    const facts: AuditFacts = {
      action: 'refuseAccess',
      objectType: 'route',
      objectId: route,
      after: { permission: error.params['permission'] },
    }
    note(actorOf(person, addressOf(request.raw)), facts)
  })
}
