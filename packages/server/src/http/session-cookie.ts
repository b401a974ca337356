// The cookie of a log-in. Over https its name begins with __Host-, which browsers accept from this host alone.

import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { FastifyReply } from 'fastify'
import type { SessionCookie } from './handlers.ts'

const plainName = 'openseat_session'
const hostName = `__Host-${plainName}`

/** True when the browser's side of the connection is https, also behind a proxy that ends it. */
export function isSecure({ socket }: IncomingMessage, publicOrigin: string | undefined): boolean {
  return socket instanceof TLSSocket || publicOrigin?.startsWith('https:') === true
}

/** From the cookie of the right name alone: over https a neighbour under the same domain can plant the plain one. */
export function sessionToken(request: IncomingMessage, publicOrigin: string | undefined): string | undefined {
  const start = `${isSecure(request, publicOrigin) ? hostName : plainName}=`
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
}

export function sessionCookie(reply: FastifyReply, secure: boolean): SessionCookie {
  const name = secure ? hostName : plainName
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    start(token, expiresAt) {
      reply.setCookie(name, token, { ...options, expires: expiresAt })
    },
    end() {
      reply.clearCookie(name, options)
    },
  }
}
