// The telephone network in figures.

import { Counter, Gauge } from 'prom-client'
import type { SipExchange } from './sip-exchange.ts'

type Figures = Pick<SipExchange, 'figures'>

/** For the registry of the server's metrics. */
export function sipMetrics(exchange: Figures): (Counter | Gauge)[] {
  return [
    new Gauge({
      name: 'openseat_trunk_calls',
      help: 'Calls on each trunk, those being set up among them.',
      labelNames: ['trunk'],
      registers: [],
      collect() {
        this.reset()
        for (const [trunk, calls] of exchange.figures().callsByTrunk) this.set({ trunk }, calls)
      },
    }),
    new Gauge({
      name: 'openseat_registered_phones',
      help: 'Phones that are registered.',
      registers: [],
      collect() {
        this.set(exchange.figures().registeredPhones)
      },
    }),
    new Gauge({
      name: 'openseat_sip_lines',
      help: 'SIP calls, incoming and outgoing.',
      registers: [],
      collect() {
        this.set(exchange.figures().lines)
      },
    }),
    new Counter({
      name: 'openseat_sip_wrong_passwords_total',
      help: 'Passwords of phones that were wrong, or of phones that do not exist.',
      registers: [],
      collect() {
        this.reset()
        this.inc(exchange.figures().wrongPasswords)
      },
    }),
    new Counter({
      name: 'openseat_sip_dropped_total',
      help: 'SIP messages that were dropped unread, being too many, or unanswered, being malformed.',
      registers: [],
      collect() {
        this.reset()
        this.inc(exchange.figures().dropped)
      },
    }),
  ] as (Counter | Gauge)[]
}
