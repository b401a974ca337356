// One question to a company's service and what its answer says. No state: see InterfaceClient for that.
import type { ErrorCode, ErrorParams, InterfaceMapping } from '@openseat/contracts'
import { limits } from '@openseat/contracts'
import type { ClearCard, HeaderLines } from '@openseat/domain'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import type { ConnectionPool } from '../adapters/outside-http/connection-pool.ts'
import type { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import type { OutsideAnswer } from '../adapters/outside-http/outside-request.ts'
import type { AnswerJob } from './answer-cards.ts'
import type { AnswerReader } from './answer-reader.ts'

/** An interface as it is asked: credentials in clear. */
export interface InterfaceCall {
  readonly url: string
  readonly timeoutMs: number
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly allowPrivate: boolean
  readonly mapping: InterfaceMapping | null
}

export interface Exchange {
  /** Null when nothing was answered. */
  readonly status: number | null
  readonly body: Buffer
  readonly headers: HeaderLines
  readonly result: Result
}

/** `detail`: for the log. */
export type Result =
  | { readonly cards: readonly ClearCard[] }
  | { readonly problem: { readonly code: ErrorCode; readonly params: ErrorParams }; readonly detail?: string }

export interface ExchangeParts {
  readonly outside: OutsideHttp
  readonly answers: AnswerReader
}

interface Asked {
  readonly tenantId: number
  readonly number: string
  readonly pool?: ConnectionPool
}

const nothing = Buffer.alloc(0)
const problem = (code: ErrorCode, params: ErrorParams = {}, detail?: string): Extract<Result, { problem: unknown }> =>
  detail === undefined ? { problem: { code, params } } : { problem: { code, params }, detail }

/** Within the interface's time-out, whatever happens. */
export async function exchange(parts: ExchangeParts, call: InterfaceCall, asked: Asked): Promise<Exchange> {
  const until = performance.now() + call.timeoutMs
  const question = { ...asked, body: JSON.stringify({ param: asked.number }), maxBytes: limits.interfaceAnswerBytes, until }
  const first = await post(parts.outside, call, question)
  // The answer to a question is the same when it is asked twice. The pool's other connections may be as dead as that one.
  const { pool: _pool, ...afresh } = question
  const answer = !first.ok && first.unanswered ? await post(parts.outside, call, afresh) : first
  if (!answer.ok) return { status: null, body: nothing, headers: [], result: failure(answer, call) }
  const { status, body, headers } = answer
  // No content is an answer of its own: there is no such customer.
  if (status === 204) return { status, body, headers, result: { cards: [] } }
  if (status < 200 || status > 299) return { status, body, headers, result: problem('INTERFACE_STATUS', { status }) }
  return { status, body, headers, result: await readBody(parts, call, { body, headers, until, tenantId: asked.tenantId }) }
}

/** Unless the operator has written others; firewalls refuse clients that do not say who they are. */
const usualHeaders = { accept: 'application/json', 'user-agent': 'OpenSeat-Interface/1.0' }

/** A question in JSON, for an answer that is read whole. `until` is monotonic. */
export interface PostedQuestion {
  readonly tenantId: number
  readonly body: string
  readonly maxBytes: number
  readonly until: number
  readonly pool?: ConnectionPool
}

export function post(
  outside: OutsideHttp,
  call: Pick<InterfaceCall, 'url' | 'headers' | 'allowPrivate'>,
  { until, ...asked }: PostedQuestion,
): Promise<OutsideAnswer> {
  const { origin } = new URL(call.url)
  const timeoutMs = Math.max(1, until - performance.now())
  return outside.fetch({
    tenantId: asked.tenantId,
    url: call.url,
    allow: [{ origin, pathPrefix: '' }],
    publicOnly: !call.allowPrivate,
    ...(asked.pool && { pool: asked.pool }),
    method: 'POST',
    headers: {
      ...usualHeaders,
      ...Object.fromEntries(call.headers.map(({ name, value }) => [name.toLowerCase(), value])),
      'content-type': 'application/json; charset=UTF-8',
    },
    body: asked.body,
    timeoutMs,
    idleMs: Math.ceil(timeoutMs),
    maxBytes: asked.maxBytes,
    beyond: 'refuse',
  })
}

/** Words for an answer that did not come. */
export function failure(
  { failure: kind, detail }: Extract<OutsideAnswer, { ok: false }>,
  { timeoutMs }: Pick<InterfaceCall, 'timeoutMs'>,
): Extract<Result, { problem: unknown }> {
  switch (kind) {
    case 'timeOut':
      return timedOut(timeoutMs)
    case 'busy':
      return problem('INTERFACE_BUSY')
    case 'tooLarge':
      return problem('INTERFACE_TOO_LARGE', { max: limits.interfaceAnswerBytes })
    case 'unlisted':
    case 'forbidden':
      return problem('INTERFACE_ADDRESS', {}, detail)
    case 'refused':
    case 'dns':
    case 'tls':
    case 'broken':
      return problem('INTERFACE_UNREACHABLE', { reason: kind }, detail)
  }
}

const timedOut = (timeoutMs: number) => problem('INTERFACE_TIMEOUT', { seconds: timeoutMs / 1000 })

interface Body extends ReadingTime {
  readonly body: Buffer
  readonly headers: HeaderLines
}

async function readBody({ answers }: ExchangeParts, { mapping }: InterfaceCall, { body, headers, ...time }: Body): Promise<Result> {
  const text = decoded(body, headers)
  if (text === null) return problem('INTERFACE_ANSWER', { path: '$', rule: 'answerUtf8' })
  return answerResult(answers, { mapping, text }, time)
}

interface ReadingTime {
  readonly tenantId: number
  readonly until: number
}

/** Also for trials, in which nobody is asked. */
export async function answerResult(answers: AnswerReader, job: AnswerJob, { tenantId, until }: ReadingTime): Promise<Result> {
  const outcome = await answers.read(job, { tenantId, timeoutMs: until - performance.now() })
  if (outcome === 'busy') return problem('INTERFACE_BUSY')
  return outcome === 'lost' ? problem('INTERFACE_UNREADABLE') : resultOf(outcome)
}

function resultOf(answer: MappedAnswer): Result {
  if (answer.ok) return { cards: answer.cards }
  const { fault } = answer
  if ('rule' in fault) return problem('INTERFACE_ANSWER', { path: fault.path, rule: fault.rule })
  const { object, field, expression, code, detail } = fault
  return problem('INTERFACE_MAPPING', { object, field, expression, fault: code, ...(detail !== undefined && { detail }) })
}

/** UTF-8, whatever the header says; else as the header or the first bytes say. Null when it is none of them. */
export function decoded(body: Buffer, headers: HeaderLines): string | null {
  for (const charset of ['utf-8', declared(headers), marked(body)]) {
    const text = charset === undefined ? null : decodedAs(charset, body)
    if (text !== null) return text
  }
  return null
}

const declared = (headers: HeaderLines): string | undefined =>
  /charset\s*=\s*"?([\w.:-]+)/i.exec(headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '')?.[1]

const marked = ([first, second]: Buffer): string | undefined => (first === 0xff && second === 0xfe ? 'utf-16le' : undefined)

function decodedAs(charset: string, body: Buffer): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    return null
  }
}
