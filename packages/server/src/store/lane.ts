// Some connections for one kind of work, lent out one at a time.

import type { Pool, PoolClient, QueryResult } from 'pg'
import { answered, answeredCopy, openPool, type PoolPlan } from './connection.ts'
import { checkStarted, startStatement, type TransactionStart } from './transaction-start.ts'

export interface LanePlan extends PoolPlan {
  /** What one statement may take in the server. */
  readonly statementMs: number
}

/** Beyond the server's own limit: then the server does not answer at all. */
const graceMs = 3_000

/** Where a store takes its connections from. */
export interface Lender {
  readonly statementMs: number
  lend(): Promise<Lent>
}

export class Lane implements Lender {
  readonly statementMs: number
  readonly #pool: Pool

  constructor(plan: LanePlan) {
    this.statementMs = plan.statementMs
    this.#pool = openPool(plan)
  }

  async lend(): Promise<Lent> {
    const client = await this.#pool.connect()
    return new Lent(client, this.statementMs + graceMs)
  }

  end(): Promise<void> {
    return this.#pool.end()
  }
}

/** A connection with a transaction that has begun, or none: statements outside of one are refused. */
export class Lent {
  readonly #client: PoolClient
  readonly #answerMs: number
  #begun = false
  /** Served by the process that greeted us. A pooler gives itself out for it, and may lend us another one each time. */
  #isOurs = false
  #broken = false
  /** Told when the connection is given back. */
  onRelease: () => void = () => undefined

  constructor(client: PoolClient, answerMs: number) {
    this.#client = client
    this.#answerMs = answerMs
  }

  async begin(start: TransactionStart): Promise<void> {
    try {
      const pid = checkStarted((await this.#ask(startStatement(start))).rows, start.role)
      this.#isOurs = pid !== undefined && pid === (this.#client as { processID?: number }).processID
    } catch (error) {
      // Half begun is not lent again.
      this.#broken = true
      throw error
    }
    this.#begun = true
  }

  /** `name`: prepared under it, where nobody else uses the same connection of the server. */
  query(text: string, values: readonly unknown[] = [], name?: string): Promise<QueryResult> {
    if (!this.#begun) return Promise.reject(new Error('a statement outside of a transaction would run under no role'))
    return this.#ask(text, values, name)
  }

  /** `copy … from stdin`, which is given these bytes. */
  async copy(text: string, rows: Buffer): Promise<void> {
    if (!this.#begun) throw new Error('a statement outside of a transaction would run under no role')
    await answeredCopy(this.#client, text, { rows, limitMs: this.#answerMs })
  }

  async commit(): Promise<void> {
    const { command } = await this.query('commit')
    this.#begun = false
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed')
  }

  /** Its failure is not told: the one who rolls back has an error already. */
  async rollback(): Promise<void> {
    await this.#ask('rollback').catch(() => {
      this.#broken = true
    })
    this.#begun = false
  }

  release(): void {
    this.#client.release(this.#broken || this.#begun)
    this.onRelease()
  }

  async #ask(text: string, values: readonly unknown[] = [], name?: string): Promise<QueryResult> {
    const query = { text, values: [...values], ...(name !== undefined && this.#isOurs ? { name } : {}) }
    const found: QueryResult | QueryResult[] = await answered(this.#client, query, this.#answerMs)
    // Of several statements in one text the last one's result is wanted.
    return Array.isArray(found) ? (found.at(-1) as QueryResult) : found
  }
}
