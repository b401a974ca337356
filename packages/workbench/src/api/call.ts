// The typed client of the REST interface: `call('listStaff', { query })`. Paths, methods and shapes come from the
// route table. Refusals become ApiFailure; nothing is swallowed and nothing is retried behind the caller's back.
import {
  errorCatalogue,
  routes,
  type ProblemBody,
  type Route,
  type RouteBodyInput,
  type RouteName,
  type RouteParams,
  type RouteQueryInput,
  type RouteResponse,
} from '@openseat/contracts'
import { ApiFailure, isAbort } from './api-failure.ts'

const timeoutMs = 20_000
/** Files take their time: to be sent, to be made. */
const fileTimeoutMs = 180_000

export interface CallInput<N extends RouteName> {
  readonly params?: RouteParams<N>
  readonly query?: Partial<RouteQueryInput<N>>
  readonly body?: RouteBodyInput<N>
  readonly signal?: AbortSignal
}

/** Told by the app what to do when the session is over or a new password is due. */
export interface SessionEvents {
  readonly loginRequired: () => void
  readonly passwordChangeRequired: () => void
}

const connection: { language: string; events: SessionEvents | null; fetch: typeof fetch } = {
  language: 'zh-CN',
  events: null,
  fetch: (...input) => globalThis.fetch(...input),
}

/** Sets the language of the server's words, who hears of session events, and (in tests) the transport. */
export const configureApi = (change: Partial<typeof connection>): void => void Object.assign(connection, change)

/** `/api/staff/:id` with its parameters filled in. */
export const pathOf = (template: string, params: Readonly<Record<string, unknown>> = {}): string =>
  template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))

/** `?a=1`; empty and absent values are left out. */
export function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.append(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

function requestOf(route: Route, input: CallInput<RouteName>): RequestInit {
  const timeout = AbortSignal.timeout(route.upload || route.file ? fileTimeoutMs : timeoutMs)
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': connection.language }
  const body: RequestInit = {}
  if (route.upload) {
    headers['content-type'] = route.upload.type
    body.body = input.body as Uint8Array<ArrayBuffer>
  } else if (route.body !== undefined) {
    headers['content-type'] = 'application/json'
    body.body = JSON.stringify(input.body)
  }
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout
  return { method: route.method, headers, credentials: 'same-origin', signal, ...body }
}

const isProblem = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && body.code in errorCatalogue

async function refusal(response: Response): Promise<ApiFailure> {
  const body: unknown = await response.json().catch(() => null)
  if (!isProblem(body)) return new ApiFailure(response.status >= 502 ? 'unreachable' : 'unexpected')
  if (body.code === 'LOGIN_REQUIRED') connection.events?.loginRequired()
  if (body.code === 'PASSWORD_CHANGE_REQUIRED') connection.events?.passwordChangeRequired()
  const wait = Number(response.headers.get('retry-after') ?? '')
  return new ApiFailure('refused', { ...body, retryAfterSeconds: wait > 0 ? wait : null })
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await connection.fetch(url, request)
  } catch (error) {
    if (isAbort(error)) throw error
    throw new ApiFailure('unreachable', {}, error)
  }
}

async function answer(route: Route, response: Response): Promise<unknown> {
  if (route.response === undefined) return undefined
  const body: unknown = await response.json().catch(() => undefined)
  const parsed = route.response.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiFailure('unexpected', {}, parsed.error)
}

async function ask<N extends RouteName>(route: Route, input: CallInput<N>): Promise<Response> {
  const url = pathOf(route.path, input.params) + queryText(input.query)
  const response = await send(url, requestOf(route, input))
  if (!response.ok) throw await refusal(response)
  return response
}

/** Calls the named route. Throws ApiFailure, or the abort's DOMException when `signal` was aborted. */
export async function call<N extends RouteName>(name: N, input: CallInput<N> = {}): Promise<RouteResponse<N>> {
  const route: Route = routes[name]
  return (await answer(route, await ask(route, input))) as RouteResponse<N>
}

/** The file that the named route answers with, in the person's language, which a link could not ask for. Throws as `call` does. */
export async function fetchFile<N extends RouteName>(name: N, input: CallInput<N> = {}): Promise<Blob> {
  const response = await ask(routes[name], input)
  return response.blob().catch((error: unknown) => {
    throw new ApiFailure('unreachable', {}, error)
  })
}
