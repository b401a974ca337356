// One question to a company's service and what its answer says. No state: see InterfaceLine for that.
import type { ErrorCode, ErrorParams, InterfaceMapping } from '@openseat/contracts'
import { limits } from '@openseat/contracts'
import { readAnswer } from '@openseat/domain'
import type { ClearCard } from '@openseat/domain'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import type { ConnectionPool } from '../adapters/outside-http/connection-pool.ts'
import type { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import type { OutsideAnswer } from '../adapters/outside-http/outside-request.ts'
import type { MappingRunner } from './mapping-runner.ts'

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
  readonly result: Result
}

/** `detail`: for the log and the operator; agents are not told, it may hold values. */
export type Result =
  | { readonly cards: readonly ClearCard[] }
  | { readonly problem: { readonly code: ErrorCode; readonly params: ErrorParams }; readonly detail?: string }

export interface ExchangeParts {
  readonly outside: OutsideHttp
  readonly mappings: MappingRunner
}

interface Asked {
  readonly tenantId: number
  readonly number: string
  readonly pool?: ConnectionPool
}

const nothing = Buffer.alloc(0)
const problem = (code: ErrorCode, params: ErrorParams = {}, detail?: string): Result =>
  detail === undefined ? { problem: { code, params } } : { problem: { code, params }, detail }

/** Within the interface's time-out, whatever happens. */
export async function exchange(parts: ExchangeParts, call: InterfaceCall, asked: Asked): Promise<Exchange> {
  const until = performance.now() + call.timeoutMs
  const first = await post(parts.outside, call, { ...asked, until })
  // The answer to a question is the same when it is asked twice. The pool's other connections may be as dead as that one.
  const { pool: _pool, ...afresh } = asked
  const answer = !first.ok && first.unanswered ? await post(parts.outside, call, { ...afresh, until }) : first
  if (!answer.ok) return { status: null, body: nothing, result: failure(answer, call) }
  const { status, body } = answer
  if (status < 200 || status > 299) return { status, body, result: problem('INTERFACE_STATUS', { status }) }
  return { status, body, result: await readBody(parts, call, { body, until, tenantId: asked.tenantId }) }
}

function post(outside: OutsideHttp, call: InterfaceCall, { until, ...asked }: Asked & { until: number }): Promise<OutsideAnswer> {
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
      ...Object.fromEntries(call.headers.map(({ name, value }) => [name, value])),
      'content-type': 'application/json; charset=UTF-8',
      ...(call.headers.some(({ name }) => name.toLowerCase() === 'accept') ? {} : { accept: 'application/json' }),
    },
    body: JSON.stringify({ param: asked.number }),
    timeoutMs,
    idleMs: Math.ceil(timeoutMs),
    maxBytes: limits.interfaceAnswerBytes,
    beyond: 'refuse',
  })
}

function failure({ failure: kind, detail }: Extract<OutsideAnswer, { ok: false }>, { timeoutMs }: InterfaceCall): Result {
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

const timedOut = (timeoutMs: number): Result => problem('INTERFACE_TIMEOUT', { seconds: timeoutMs / 1000 })

interface Body extends MappingTime {
  readonly body: Buffer
}

async function readBody({ mappings }: ExchangeParts, { mapping }: InterfaceCall, { body, ...time }: Body): Promise<Result> {
  const text = decoded(body)
  if (text === null) return problem('INTERFACE_ANSWER', { path: '$', rule: 'answerUtf8' })
  return mapping === null ? resultOf(readAnswer(text)) : mappedResult(mappings, { mapping, text }, time)
}

interface MappingTime {
  readonly tenantId: number
  readonly until: number
}

/** Also for trials, in which nobody is asked. */
export async function mappedResult(
  mappings: MappingRunner,
  job: { readonly mapping: InterfaceMapping; readonly text: string },
  { tenantId, until }: MappingTime,
): Promise<Result> {
  const outcome = await mappings.run(job, { tenantId, timeoutMs: until - performance.now() })
  if (outcome === 'busy') return problem('INTERFACE_BUSY')
  if (outcome === 'stopped') return problem('INTERFACE_MAPPING_STOPPED')
  return resultOf(outcome)
}

export function resultOf(answer: MappedAnswer): Result {
  if (answer.ok) return { cards: answer.cards }
  const { fault } = answer
  if ('rule' in fault) return problem('INTERFACE_ANSWER', { path: fault.path, rule: fault.rule })
  const { object, field, expression, code, reason } = fault
  return problem('INTERFACE_MAPPING', { object, field, expression, reason: code }, reason)
}

/** Null when it is not UTF-8, whatever its header says. */
export function decoded(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}
