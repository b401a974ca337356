// Every failure of a request leaves through here, as a problem document. What is not a known refusal is a bug or an
// outage: the caller gets a reference number, the log gets the rest.

import { randomBytes } from 'node:crypto'
import { AppError, type Language } from '@openseat/contracts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language.ts'
import { isOutage, isRefusedByStore } from '../store/outage.ts'
import { nowhere } from './nowhere.ts'
import { problemBody } from './problem.ts'

export function addErrorReplies(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, request, reply) => sendProblem(toAppError(error, request), request, reply))
  server.setNotFoundHandler((request, reply) => answerNowhere(server, request, reply))
}

export function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = problemBody(error, { language: languageFor(request), request: { ...objectOf(request.query), ...objectOf(request.body) } })
  addStatusHeaders(error, body.status, reply)
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(body)))
}

const objectOf = (part: unknown): object => (typeof part === 'object' && !(part instanceof Uint8Array) ? (part ?? {}) : {})

/** What HTTP says beside a status, for clients that act on it without reading (RFC 9110). */
function addStatusHeaders({ code, params }: AppError, status: number, reply: FastifyReply): void {
  if ((status === 429 || status === 503) && params['seconds'] !== undefined) reply.header('retry-after', String(params['seconds']))
  if (code === 'REQUEST_METHOD') reply.header('allow', String(params['allowed']))
  if (code === 'REQUEST_MEDIA_TYPE') reply.header('accept', String(params['expected']))
  if (code === 'REQUEST_CODING') reply.header('accept-encoding', 'identity')
  if (code === 'RANGE_REFUSED') reply.header('content-range', `bytes */${params['bytes']}`)
}

function answerNowhere(server: FastifyInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refused = nowhere(server, request)
  if (request.method !== 'OPTIONS' || refused.code !== 'REQUEST_METHOD') return sendProblem(refused, request, reply)
  return reply.code(204).header('allow', String(refused.params['allowed'])).send()
}

function languageFor(request: FastifyRequest): Language {
  return languageOf(request.person?.language, request.headers['accept-language'])
}

function toAppError(error: FastifyError, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error
  const known = fromFastify(error, request)
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

function fromFastify(error: FastifyError, { routeOptions, headers }: FastifyRequest): AppError | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('REQUEST_TOO_LARGE', { max: routeOptions.bodyLimit ?? 0 })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new AppError('REQUEST_MEDIA_TYPE', { expected: 'application/json', given: (headers['content-type'] ?? '-').slice(0, 100) })
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return new AppError('REQUEST_MALFORMED', { reason: error.message })
  return undefined
}
