// Under which names this installation may be asked for. A page somewhere can let a name of its own lead to this machine; its
// scripts would then be of the same origin, and read and say what only our own pages may.

import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { AppError } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'

/** For operators' tools, which ask by whatever name they have: nothing in them is anybody's in particular. */
const forTools = new Set(['/healthz', '/readyz', '/metrics'])

/** The name that the request asks for, where it is none of ours; undefined when it is one. */
export function foreignHost(
  { headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>,
  publicOrigin: string | undefined,
): string | undefined {
  const host = (headers.host ?? '').toLowerCase()
  if (forTools.has(url.split('?', 1)[0] ?? '')) return undefined
  if (publicOrigin !== undefined && host === new URL(publicOrigin).host) return undefined
  // Otherwise this machine by its addresses or as `localhost`: no name that somebody else could give away.
  const name = host.replace(/:\d+$/, '')
  const isOwn = name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[|\]$/g, '')) !== 0
  return isOwn ? undefined : host
}

export function refuseForeignHosts(server: FastifyInstance, publicOrigin: string | undefined): void {
  server.addHook('onRequest', async (request) => {
    const host = foreignHost(request.raw, publicOrigin)
    if (host !== undefined) throw new AppError('REQUEST_HOST', { host: host.slice(0, 200) })
  })
}
