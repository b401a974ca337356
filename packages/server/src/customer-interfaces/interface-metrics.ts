// Figures of customer interfaces: what came of each question, and how long it took.
import { Counter, Histogram, type Metric } from 'prom-client'

export class InterfaceMetrics {
  readonly #answers = new Counter({
    name: 'openseat_customer_interface_answers_total',
    help: 'Questions to customer interfaces, by what came of them.',
    labelNames: ['outcome'],
    registers: [],
  })
  readonly #seconds = new Histogram({
    name: 'openseat_customer_interface_seconds',
    help: 'Time until a customer interface’s answer was read and mapped.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  })

  get all(): readonly Metric[] {
    return [this.#answers, this.#seconds]
  }

  answered(outcome: string, seconds: number): void {
    this.#answers.inc({ outcome })
    this.#seconds.observe(seconds)
  }
}
