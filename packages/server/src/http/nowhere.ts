// A request that no handler takes: to an address that does not exist, or with a method that is not for it (RFC 9110).

import { AppError } from '@openseat/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'

type Asked = Pick<FastifyRequest, 'url' | 'method'>

const shownAtMost = 200

/** An address as a refusal names it. */
export const pathOf = (url: string): string => (url.split('?', 1)[0] ?? '').slice(0, shownAtMost)

export function nowhere(server: FastifyInstance, { url, method }: Asked): AppError {
  const path = pathOf(url)
  const allowed = methodsAt(server, url)
  if (allowed.length === 0) return new AppError('ROUTE_NOT_FOUND', { path })
  return new AppError('REQUEST_METHOD', { path, method, allowed: allowed.join(', ') })
}

/** Of an address of ours; the workbench's document, which stands for every other address, is none. */
function methodsAt(server: FastifyInstance, url: string): string[] {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
  return methods.filter((method) => {
    const params = server.findRoute({ method, url })?.params
    return params !== undefined && !('*' in params)
  })
}
