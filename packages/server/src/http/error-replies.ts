// Every failure of a request leaves through here, as a problem document. What is not a known refusal is a bug or an
// outage: the caller gets a reference number, the log gets the rest.

import { randomBytes } from 'node:crypto'
import { AppError, type Language } from '@openseat/contracts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language.ts'
import { isOutage, isRefusedByStore } from '../store/outage.ts'
import { problemBody } from './problem.ts'

export function addErrorReplies(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, request, reply) => sendProblem(toAppError(error, request), request, reply))
  server.setNotFoundHandler((request, reply) =>
    sendProblem(new AppError('ROUTE_NOT_FOUND', { path: request.url.slice(0, 200) }), request, reply),
  )
}

export function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = problemBody(error, languageFor(request))
  const { seconds } = error.params
  if ((body.status === 429 || body.status === 503) && seconds !== undefined) reply.header('retry-after', String(seconds))
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(body)))
}

function languageFor(request: FastifyRequest): Language {
  return languageOf(request.person?.language, request.headers['accept-language'])
}

function toAppError(error: FastifyError, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error
  const known = fromFastify(error, request.routeOptions.bodyLimit ?? 0)
  if (known !== undefined) return known
  if (isOutage(error)) {
    request.log.error({ err: error }, 'the database is unavailable')
    return new AppError('STORE_UNAVAILABLE', {}, { cause: error })
  }
  if (isRefusedByStore(error)) {
    request.log.error({ err: error }, 'a value came through that the store refuses')
    return new AppError('REQUEST_MALFORMED', { reason: 'a value that cannot be stored' }, { cause: error })
  }
  const reference = randomBytes(4).toString('hex')
  request.log.error({ err: error, reference }, 'a request failed unexpectedly')
  return new AppError('INTERNAL', { reference }, { cause: error })
}

function fromFastify(error: FastifyError, max: number): AppError | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('REQUEST_TOO_LARGE', { max })
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return new AppError('REQUEST_MALFORMED', { reason: error.message })
  return undefined
}
