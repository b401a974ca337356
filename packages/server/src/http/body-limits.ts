// How much a request may bring and how long it may take: little from strangers, more from who is known, most for files.

import type { Route } from '@openseat/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '@openseat/contracts'
import { sendProblem } from './error-replies.ts'

/** Bytes of a body before anybody is known: a log-in is a tenth of it. */
export const strangersBodyBytes = 4_096
export const knownBodyBytes = 262_144
/** Milliseconds for a request's head, and how often connections are looked through for it. */
export const headersMs = 15_000
export const checkConnectionsMs = 2_000

export const bodyLimitOf = (route: Route): number =>
  route.upload?.maxBytes ?? route.maxBytes ?? (route.access === 'public' ? strangersBodyBytes : knownBodyBytes)

/** A file of 20 MB may come over 0.3 Mbit/s. */
export const bodySecondsOf = (route: Route): number => (route.upload ? 600 : route.access === 'public' ? 10 : 30)

/** Ends a request whose body drips in: a person behind it has long given up. */
export function limitBodyTime(request: FastifyRequest, reply: FastifyReply, seconds: number): void {
  const { raw } = request
  if (raw.complete) return
  const timer = setTimeout(() => {
    if (raw.complete || reply.sent) return
    reply.header('connection', 'close')
    sendProblem(new AppError('REQUEST_TOO_SLOW', { seconds }), request, reply)
  }, seconds * 1000)
  timer.unref()
  const stop = (): void => clearTimeout(timer)
  raw.once('end', stop)
  raw.once('close', stop)
}
