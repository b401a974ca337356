// Requests that come under a name or from an origin that is not ours: an attack, or a proxy that was just set up. Only the
// log tells the operator which, and what to set.

import type { IncomingMessage } from 'node:http'
import { AppError } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { RareWarning } from '../runtime/rare-warning.ts'

const codes = new Set(['REQUEST_ORIGIN', 'REQUEST_HOST'])

/** Notes a refused request, seldom enough for whoever sends many. */
export function foreignRequests(log: Pick<Logger, 'warn'>): (request: IncomingMessage) => void {
  const refused = new RareWarning(
    log,
    'requests are refused: they come from another origin or ask for another host. Behind a proxy set OPENSEAT_PUBLIC_ORIGIN to the address that browsers use',
  )
  const short = (value: string | undefined): string => (value ?? '').slice(0, 200)
  return ({ headers, url }) =>
    refused.note(() => ({ origin: short(headers.origin), host: short(headers.host), path: short(url?.split('?', 1)[0]) }))
}

export function noteForeignRequests(server: FastifyInstance): void {
  const note = foreignRequests(server.log)
  server.addHook('onError', async ({ raw }, _reply, error) => {
    if (error instanceof AppError && codes.has(error.code)) note(raw)
  })
}
