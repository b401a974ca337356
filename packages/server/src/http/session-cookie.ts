// The cookie of a log-in. Over https its name begins with __Host-, which browsers accept from this host alone.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionCookie } from './handlers.ts'

const plainName = 'openseat_session'
const hostName = `__Host-${plainName}`

/** True when the browser's side of the connection is https, also behind a proxy that ends it. */
export function isSecure(request: FastifyRequest, publicOrigin: string | undefined): boolean {
  return request.protocol === 'https' || publicOrigin?.startsWith('https:') === true
}

/** From a Cookie header, for WebSocket upgrades too. */
export function sessionToken(cookieHeader: string | undefined): string | undefined {
  const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim())
  for (const name of [hostName, plainName]) {
    const found = pairs.find((pair) => pair.startsWith(`${name}=`))
    if (found !== undefined) return found.slice(name.length + 1)
  }
  return undefined
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
