// The cookies of a log-in, and of a device on which there was one. Over https their names begin with __Host-, which
// browsers accept from this host alone.

import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { FastifyReply } from 'fastify'
import type { DeviceCookie, SessionCookie } from './handlers.ts'

const plainName = 'openseat_session'
const deviceName = 'openseat_device'
const deviceSeconds = 180 * 86_400

const named = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)

/** True when the browser's side of the connection is https, also behind a proxy that ends it. */
export function isSecure({ socket }: IncomingMessage, publicOrigin: string | undefined): boolean {
  return socket instanceof TLSSocket || publicOrigin?.startsWith('https:') === true
}

/** From the cookie of the right name alone: over https a neighbour under the same domain can plant the plain one. */
export function sessionToken(request: IncomingMessage, publicOrigin: string | undefined): string | undefined {
  return cookieOf(request, named(plainName, isSecure(request, publicOrigin)))
}

function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax' } as const

export function sessionCookie(reply: FastifyReply, secure: boolean): SessionCookie {
  const name = named(plainName, secure)
  const options = { ...cookieOptions, secure }
  return {
    start(token, expiresAt) {
      reply.setCookie(name, token, { ...options, expires: expiresAt })
    },
    end() {
      reply.clearCookie(name, options)
    },
  }
}

export function deviceCookie(request: IncomingMessage, reply: FastifyReply, secure: boolean): DeviceCookie {
  const name = named(deviceName, secure)
  return {
    value: cookieOf(request, name) ?? '',
    keep(value) {
      reply.setCookie(name, value, { ...cookieOptions, secure, maxAge: deviceSeconds })
    },
  }
}
