// What is kept of one interface between questions: its connections, and a circuit breaker that spares a service that is
// down, and agents the wait for it.
import { circuitBreaker, type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, handleWhenResult } from 'cockatiel'
import { ConnectionPool } from '../adapters/outside-http/connection-pool.ts'
import { flowExchange, type FlowAnswer, type FlowQuestion } from './flow-exchange.ts'
import { exchange, type Exchange, type ExchangeParts, type InterfaceCall, type Result } from './exchange.ts'

export interface BreakerOptions {
  /** Faults in a row after which it is not asked. */
  readonly breakAfter: number
  /** Then one question tries it again. */
  readonly pauseMs: number
}

/** Faults of the service as a whole; one wrong answer may be one customer's. */
const downCodes = new Set(['INTERFACE_TIMEOUT', 'INTERFACE_UNREACHABLE'])

export class InterfaceClient {
  readonly #parts: ExchangeParts
  readonly #call: InterfaceCall
  readonly #options: BreakerOptions
  readonly #pool = new ConnectionPool()
  readonly #breaker: CircuitBreakerPolicy
  #openedAt = 0

  constructor(parts: ExchangeParts, call: InterfaceCall, options: BreakerOptions) {
    this.#parts = parts
    this.#call = call
    this.#options = options
    this.#breaker = circuitBreaker(
      handleWhenResult((exchanged) => isDown(exchanged as Exchange | FlowAnswer)),
      { halfOpenAfter: options.pauseMs, breaker: new ConsecutiveBreaker(options.breakAfter) },
    )
    this.#breaker.onBreak(() => (this.#openedAt = performance.now()))
  }

  async ask(tenantId: number, number: string): Promise<Result> {
    if (this.#isPaused()) return this.#paused()
    const { result } = await this.#breaker.execute(() => exchange(this.#parts, this.#call, { tenantId, number, pool: this.#pool }))
    return result
  }

  /** As a flow asks: with what it gives, within its own time, and again as often as it says. */
  async call(question: FlowQuestion): Promise<FlowAnswer> {
    if (this.#isPaused()) return { problem: 'INTERFACE_PAUSED', isTimeout: false }
    const asked = { ...question, pool: this.#pool }
    return this.#breaker.execute(() => flowExchange(this.#parts.outside, this.#call, asked))
  }

  close(): void {
    this.#pool.close()
  }

  /** While one question tries it again, others do not wait for what comes of it. */
  #isPaused(): boolean {
    const { state } = this.#breaker
    return state === CircuitState.HalfOpen || (state === CircuitState.Open && this.#leftMs() > 0)
  }

  #leftMs(): number {
    return this.#openedAt + this.#options.pauseMs - performance.now()
  }

  #paused(): Result {
    return { problem: { code: 'INTERFACE_PAUSED', params: { seconds: Math.max(1, Math.ceil(this.#leftMs() / 1000)) } } }
  }
}

function isDown(exchanged: Exchange | FlowAnswer): boolean {
  if (!('result' in exchanged)) return 'problem' in exchanged && downCodes.has(exchanged.problem)
  const { status, result } = exchanged
  if (!('problem' in result)) return false
  const { code } = result.problem
  return downCodes.has(code) || (code === 'INTERFACE_STATUS' && ((status ?? 0) >= 500 || status === 429))
}
