// The HTTP server, built from the route table: who is calling, may they, is the request right, then the handler.

import type { IncomingMessage } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import { AppError, routes, type FileAnswer, type Route, type RouteName } from '@openseat/contracts'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Registry } from 'prom-client'
import { authorise } from '../access/authorise.ts'
import { foreignOrigin } from '../access/origin.ts'
import type { Person } from '../access/person.ts'
import type { Sessions } from '../access/sessions.ts'
import { refuseOtherBodies } from './body-types.ts'
import { bodyLimitOf, bodySecondsOf, checkConnectionsMs, headersMs, limitBodyTime, strangersBodyBytes } from './body-limits.ts'
import { isUpload, Uploads } from '../files/uploads.ts'
import type { Overload } from '../load/overload.ts'
import type { AddressOf } from './client-address.ts'
import { addErrorReplies, sendProblem } from './error-replies.ts'
import { sendFile } from './file-answer.ts'
import type { CallContext, Handlers } from './handlers.ts'
import { noteForeignRequests } from './foreign-requests.ts'
import { addHealth } from './health.ts'
import { languageOf } from './language.ts'
import { pathOf } from './nowhere.ts'
import { withoutDoubledSlashes } from './page-script.ts'
import { addApiDocument } from './openapi.ts'
import { lingerOnClose } from './lingering-close.ts'
import { newWorkOf } from './new-work.ts'
import { noteRefusedAccess, type RefusedAccessParts } from './refused-access.ts'
import { refuseForeignHosts } from './own-host.ts'
import { type ParsedRequest, parseRequest } from './parse-request.ts'
import { addSecurityHeaders } from './security-headers.ts'
import type { Connections } from './connections.ts'
import type { StrangerRate } from './stranger-rate.ts'
import { deviceCookie, isSecure, sessionCookie, sessionToken } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | undefined
  }
}

export interface HttpOptions {
  readonly handlers: Handlers
  readonly sessions: Sessions
  /** Told of each request that the person's rights do not allow; must not throw. */
  readonly refused?: RefusedAccessParts['note']
  readonly publicOrigin: string | undefined
  readonly connections?: Connections
  readonly overload?: Pick<Overload, 'admit'>
  readonly rate?: StrangerRate
  readonly addressOf: AddressOf
  readonly ping: () => Promise<void>
  readonly metrics: Registry
  readonly logger?: FastifyBaseLogger
}

/** Open while a first password still has to be changed. */
const openRoutes: ReadonlySet<RouteName> = new Set(['getMe', 'logOut', 'changePassword', 'setLanguage'])

export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const server: FastifyInstance = fastify({
    // Of what has no route; each route has its own.
    bodyLimit: strangersBodyBytes,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkConnectionsMs },
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    frameworkErrors: (_error, request, reply) => {
      void sendProblem(new AppError('ROUTE_NOT_FOUND', { path: request.url.slice(0, 200) }), request, reply)
    },
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: ({ url = '/' }) => withoutDoubledSlashes(url),
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
  })
  options.connections?.attach(server.server)
  lingerOnClose(server.server)
  server.decorateRequest('person', undefined)
  await server.register(fastifyCookie)
  acceptEmptyJson(server)
  acceptFiles(server)
  addSecurityHeaders(server)
  addErrorReplies(server)
  noteForeignRequests(server)
  if (options.refused) noteRefusedAccess(server, { addressOf: options.addressOf, note: options.refused })
  limitStrangers(server, options)
  refuseForeignHosts(server, options.publicOrigin)
  refuseForeignOrigins(server, options)
  addHealth(server, options)
  addApiDocument(server)
  for (const name of Object.keys(routes) as RouteName[]) addRoute(server, name, options)
  return server
}

/** Some clients send `content-type: application/json` with a DELETE that has no body. */
function acceptEmptyJson(server: FastifyInstance): void {
  // Its parser looks for `__proto__` in the text; a reviver would cost fifty times as much as the parsing.
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined)
    const text = textOf(bytes)
    if (text === undefined) return done(new AppError('REQUEST_MALFORMED', { reason: 'it is not UTF-8' }), undefined)
    return parse(request, text, (error, body) => done(error && new AppError('REQUEST_MALFORMED', { reason: faultOf(text) }), body))
  })
}

/** Its parser says only that there is one. */
function faultOf(text: string): string {
  try {
    JSON.parse(text)
    return 'it holds __proto__'
  } catch (error) {
    return (error as Error).message.slice(0, 200)
  }
}

/** JSON is UTF-8, with a mark in front where a tool puts one (RFC 8259); nothing is put in place of what is not. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Only after the caller is known. */
function acceptFiles(server: FastifyInstance): void {
  const uploads = new Uploads()
  server.addContentTypeParser(['text/csv', 'application/octet-stream'], (request: FastifyRequest, body: IncomingMessage) =>
    uploads.take(request.person?.tenantId ?? 0, body, request.routeOptions.bodyLimit ?? 0),
  )
}

/** What watches over us asks as often as it likes. */
const uncounted: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])

function limitStrangers(server: FastifyInstance, { rate, addressOf, publicOrigin }: HttpOptions): void {
  server.addHook('onRequest', async ({ raw, url }) => {
    if (!uncounted.has(url)) rate?.take(addressOf(raw), sessionToken(raw, publicOrigin))
  })
}

function refuseForeignOrigins(server: FastifyInstance, { publicOrigin }: HttpOptions): void {
  server.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const foreign = foreignOrigin(request.raw, publicOrigin)
    if (foreign !== undefined) throw new AppError('REQUEST_ORIGIN', { origin: foreign.slice(0, 200) })
  })
}

function addRoute(server: FastifyInstance, name: RouteName, options: HttpOptions): void {
  const route: Route = routes[name]
  // The table ties a handler to its route's types; here, among all routes, they are one loose kind.
  const handler = options.handlers[name] as unknown as ((call: unknown) => Promise<unknown>) | undefined
  if (handler === undefined) throw new Error(`route ${name} has no handler`)
  server.route({
    method: route.method,
    url: route.path,
    bodyLimit: bodyLimitOf(route),
    // Before the body is read: nobody unknown gets work done.
    onRequest: async (request, reply) => {
      const work = newWorkOf(name)
      if (work) options.overload?.admit(work)
      request.person = await personOf(request, options)
      authorise(route.access, request.person, openRoutes.has(name))
      if (request.method !== 'GET') limitBodyTime(request, reply, bodySecondsOf(route))
      refuseOtherBodies(route, request.headers)
    },
    handler: async (request, reply) => {
      const parsed = await parsedOf(route, request)
      const answer = await handler({ ...parsed, person: request.person, context: contextOf(request, reply, options) })
      if (route.file !== undefined) return sendFile(reply, route.file, answer as FileAnswer)
      return route.response === undefined ? reply.code(204).send() : reply.send(answer)
    },
  })
}

async function parsedOf(route: Route, { url, params, query, body }: FastifyRequest): Promise<ParsedRequest> {
  try {
    return parseRequest(route, { path: pathOf(url), params, query, body })
  } catch (error) {
    if (isUpload(body)) await body.close()
    throw error
  }
}

async function personOf({ raw }: FastifyRequest, options: HttpOptions): Promise<Person | undefined> {
  const { sessions, publicOrigin, connections, rate, addressOf } = options
  const token = sessionToken(raw, publicOrigin)
  const person = token === undefined ? undefined : await sessions.person(token)
  if (!person || token === undefined) return undefined
  connections?.known(raw.socket)
  rate?.known(addressOf(raw), token)
  return person
}

function contextOf(request: FastifyRequest, reply: FastifyReply, { publicOrigin, addressOf }: HttpOptions): CallContext {
  const secure = isSecure(request.raw, publicOrigin)
  const own = `${request.protocol}://${request.host}`
  return {
    language: languageOf(request.person?.language, request.headers['accept-language']),
    address: addressOf(request.raw),
    userAgent: request.headers['user-agent'] ?? '',
    range: request.headers.range,
    ownOrigins: publicOrigin === undefined ? [own] : [publicOrigin, own],
    cookie: sessionCookie(reply, secure),
    device: deviceCookie(request.raw, reply, secure),
  }
}
