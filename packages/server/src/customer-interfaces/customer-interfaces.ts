// Asks companies' services what they know of a customer. A fault is an outcome with plain words, logged under the call's id
// without the number and without the answer, and it never outlasts the interface's time-out.
import { limits, type PageInterface } from '@openseat/contracts'
import { type ClearCard, faultsIn, hasMoments, partyNumber, withWrittenDates } from '@openseat/domain'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { SecretBox } from '../access/secret-box.ts'
import { readNumbering, readZone } from '../settings/region.ts'
import type { Settings } from '../settings/settings.ts'
import type { CustomerAnswer, CustomerQuestion, InterfaceProblem } from './interface-outcome.ts'
import { answerResult, type ExchangeParts, type Result } from './exchange.ts'
import type { FlowAnswer, FlowQuestion } from './flow-exchange.ts'
import { type BreakerOptions, InterfaceClient } from './interface-client.ts'
import type { InterfaceMetrics } from './interface-metrics.ts'
import { callOf, type InterfaceRow, platformTenant } from './interface-rows.ts'

export interface CustomerInterfaceParts extends ExchangeParts {
  readonly settings: Settings
  readonly secrets: SecretBox
  readonly log: Logger
  readonly metrics: InterfaceMetrics
  readonly breaker?: BreakerOptions
}

/** What came of the last question to an interface. */
export interface LastResult {
  readonly at: Date
  readonly milliseconds: number
  readonly problem: InterfaceProblem | null
}

interface Known {
  readonly row: InterfaceRow
  readonly line: InterfaceClient
}

const usualBreaker: BreakerOptions = { breakAfter: 5, pauseMs: 10_000 }
const withdrawn: Result = { problem: { code: 'INTERFACE_WITHDRAWN', params: {} } }
const unreadable: Result = { problem: { code: 'STORE_UNAVAILABLE', params: {} } }

const placeOf = (fault: ReturnType<typeof faultsIn>[number]): string =>
  'rule' in fault ? `${fault.path} ${fault.rule}` : `${fault.object} / ${fault.field} ${fault.code}`

export class CustomerInterfaces {
  readonly #parts: CustomerInterfaceParts
  readonly #known = new Map<number, Promise<Known | null>>()
  readonly #last = new Map<number, LastResult>()
  readonly #stop: () => void

  constructor(parts: CustomerInterfaceParts) {
    this.#parts = parts
    this.#stop = parts.settings.onTenantChanged((tenantId) => {
      if (tenantId === platformTenant) this.#forget()
    })
  }

  usableBy(tenantId: number): Promise<readonly PageInterface[]> {
    return this.#parts.settings.read(platformTenant, (trx) =>
      trx
        .selectFrom('customer_interface')
        .select(['id', 'name'])
        .where(sql<boolean>`${tenantId} = any (tenant_ids)`)
        .orderBy('name')
        .execute(),
    )
  }

  /** Never throws, and ends within the interface's time-out. */
  async ask(question: CustomerQuestion): Promise<CustomerAnswer> {
    const started = performance.now()
    const result = await this.#asked(question)
    const milliseconds = Math.round(performance.now() - started)
    this.#note(question, result, milliseconds)
    return 'cards' in result ? result : { problem: result.problem }
  }

  /** For a flow: the answer as it came. Never throws. */
  async call({ tenantId, interfaceId, ...question }: FlowQuestion & { readonly interfaceId: number }): Promise<FlowAnswer> {
    const started = performance.now()
    const answer = await this.#called(tenantId, interfaceId, { tenantId, ...question })
    const milliseconds = Math.round(performance.now() - started)
    const problem = 'problem' in answer ? { code: answer.problem, params: {} } : null
    this.#last.set(interfaceId, { at: new Date(), milliseconds, problem })
    return answer
  }

  /** The cards of the stored sample answer, for previews; null when there is none that gives cards. */
  async sample({ tenantId, interfaceId }: Pick<CustomerQuestion, 'tenantId' | 'interfaceId'>): Promise<readonly ClearCard[] | null> {
    const known = await this.#read(interfaceId)
    if (known === null || !known.row.tenant_ids.includes(tenantId) || known.row.sample === '') return null
    const { mapping, sample: text } = known.row
    const timeoutMs = limits.interfaceTimeoutMs.default
    const result = await answerResult(this.#parts.answers, { mapping, text }, { tenantId, until: performance.now() + timeoutMs })
    return 'cards' in result ? this.#dated(result.cards, tenantId) : null
  }

  lastOf(interfaceId: number): LastResult | null {
    return this.#last.get(interfaceId) ?? null
  }

  close(): void {
    this.#stop()
    this.#forget()
  }

  async #called(tenantId: number, interfaceId: number, question: FlowQuestion): Promise<FlowAnswer> {
    try {
      const known = await this.#read(interfaceId)
      if (!known?.row.tenant_ids.includes(tenantId)) return { problem: 'INTERFACE_WITHDRAWN', isTimeout: false }
      return await known.line.call(question)
    } catch (error) {
      this.#parts.log.error({ err: error, interfaceId }, 'a customer interface could not be asked')
      return { problem: 'STORE_UNAVAILABLE', isTimeout: false }
    }
  }

  async #asked(question: CustomerQuestion): Promise<Result> {
    const { tenantId, interfaceId } = question
    try {
      const known = await this.#read(interfaceId)
      return known?.row.tenant_ids.includes(tenantId)
        ? await this.#told(await known.line.ask(tenantId, await this.#numberFor(known.row, question)), tenantId)
        : withdrawn
    } catch (error) {
      this.#parts.log.error({ err: error, interfaceId }, 'a customer interface could not be asked')
      return unreadable
    }
  }

  async #told(result: Result, tenantId: number): Promise<Result> {
    return 'cards' in result ? { cards: await this.#dated(result.cards, tenantId) } : result
  }

  async #dated(cards: readonly ClearCard[], tenantId: number): Promise<readonly ClearCard[]> {
    return hasMoments(cards) ? withWrittenDates(cards, await this.#parts.settings.read(tenantId, readZone)) : cards
  }

  /** What has no country is sent as it is shown, whatever the interface wants. */
  async #numberFor({ number_form }: InterfaceRow, { tenantId, customer: { number, e164 } }: CustomerQuestion): Promise<string> {
    if (number_form === 'shown' || e164 === null) return number
    if (number_form === 'e164') return e164
    const numbering = await this.#parts.settings.read(tenantId, readNumbering)
    return partyNumber(e164, { ...numbering, numberForm: 'national' }).shown
  }

  #note({ tenantId, interfaceId, reference }: CustomerQuestion, result: Result, milliseconds: number): void {
    const { log, metrics } = this.#parts
    const problem = 'problem' in result ? result.problem : null
    metrics.answered(problem === null ? 'answered' : problem.code, milliseconds / 1000)
    // Neither says how the service is.
    if (problem?.code === 'INTERFACE_WITHDRAWN') return
    if (problem?.code === 'INTERFACE_PAUSED') return
    this.#last.set(interfaceId, { at: new Date(), milliseconds, problem })
    const where = { tenantId, interfaceId, callId: reference, milliseconds }
    if (problem !== null) return log.warn({ ...where, ...problem }, 'no customer information')
    const [fault, ...others] = 'cards' in result ? faultsIn(result.cards) : []
    if (fault) log.warn({ ...where, at: placeOf(fault), others: others.length }, 'fields of the customer information are wrong')
  }

  #read(interfaceId: number): Promise<Known | null> {
    const known = this.#known.get(interfaceId)
    if (known !== undefined) return known
    const reading = this.#opened(interfaceId)
    this.#known.set(interfaceId, reading)
    reading.catch(() => {
      if (this.#known.get(interfaceId) === reading) this.#known.delete(interfaceId)
    })
    return reading
  }

  async #opened(interfaceId: number): Promise<Known | null> {
    const { settings, secrets, breaker = usualBreaker } = this.#parts
    const row = await settings.read(platformTenant, (trx) =>
      trx.selectFrom('customer_interface').selectAll().where('id', '=', interfaceId).executeTakeFirst(),
    )
    return row === undefined ? null : { row, line: new InterfaceClient(this.#parts, callOf(row, secrets), breaker) }
  }

  /** Read anew at the next question; what is being asked now is asked once more, on a connection of its own. */
  #forget(): void {
    const all = [...this.#known.values()]
    this.#known.clear()
    for (const each of all) void each.then((known) => known?.line.close()).catch(() => undefined)
  }
}
