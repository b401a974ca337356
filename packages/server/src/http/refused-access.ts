// Whoever asks for what their rights do not give is told of: once a minute for each route, however often they ask.

import { AppError } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'
import type { Person } from '../access/person.ts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { AddressOf } from './client-address.ts'

export interface RefusedAccess {
  readonly person: Person
  readonly address: string
  /** Method and path of the route, with its placeholders. */
  readonly route: string
  readonly permission: unknown
}

export interface RefusedAccessParts {
  readonly addressOf: AddressOf
  /** Writes it down; must not throw. */
  readonly note: (refused: RefusedAccess) => void
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
    note({ person, address: addressOf(request.raw), route, permission: error.params['permission'] })
  })
}
