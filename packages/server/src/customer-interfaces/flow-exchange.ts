// A flow's question to a company's service: what the flow gives goes out as JSON, and the answer comes back as it is.
import type { ErrorCode } from '@openseat/contracts'
import { limits } from '@openseat/contracts'
import type { PlainMap, PlainValue } from '@openseat/domain'
import type { ConnectionPool } from '../adapters/outside-http/connection-pool.ts'
import type { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { decoded, failure, post, type InterfaceCall } from './exchange.ts'

export interface FlowQuestion {
  readonly tenantId: number
  readonly body: PlainMap
  /** Of all tries together, milliseconds. */
  readonly timeoutMs: number
  /** Tries after the first, where nothing or a fault of the service as a whole came back. */
  readonly retries: number
}

export type FlowAnswer = { readonly answer: PlainValue } | { readonly problem: ErrorCode; readonly isTimeout: boolean }

const triedAgain = new Set([502, 503, 504])

export async function flowExchange(
  outside: OutsideHttp,
  call: InterfaceCall,
  { timeoutMs, retries, body, ...asked }: FlowQuestion & { readonly pool?: ConnectionPool },
): Promise<FlowAnswer> {
  const until = performance.now() + timeoutMs
  const question = { ...asked, body: JSON.stringify(body), maxBytes: limits.flowAnswerBytes, until }
  for (let left = retries; ; left -= 1) {
    const got = await post(outside, call, question)
    const isWorthAnother = got.ok ? triedAgain.has(got.status) : got.failure !== 'timeOut' && got.failure !== 'tooLarge'
    if (!isWorthAnother || left <= 0 || performance.now() >= until) return read(got, timeoutMs)
  }
}

function read(got: Awaited<ReturnType<typeof post>>, timeoutMs: number): FlowAnswer {
  if (!got.ok) return { problem: failure(got, { timeoutMs }).problem.code, isTimeout: got.failure === 'timeOut' }
  if (got.status === 204) return { answer: null }
  if (got.status < 200 || got.status > 299) return { problem: 'INTERFACE_STATUS', isTimeout: false }
  const text = decoded(got.body, got.headers)
  try {
    return { answer: JSON.parse(text ?? '') as PlainValue }
  } catch {
    return { problem: 'INTERFACE_ANSWER', isTimeout: false }
  }
}
