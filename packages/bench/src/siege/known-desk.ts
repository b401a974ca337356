// Those of a company whom a siege must not hurt: an agent at work, somebody who logs in, somebody who opens the workbench.

import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

export interface DeskTimes {
  readonly commandMs: number[]
  readonly pageMs: number[]
  readonly logInMs: number[]
  /** What was refused, and what was not answered in time. */
  readonly refused: number
  readonly lost: number
}

export interface KnownDeskParts {
  readonly origin: string
  readonly logIn: { readonly login: string; readonly password: string }
  /** Gives a command of a signed-in agent; whether it was carried out. */
  readonly command: (on: boolean) => Promise<boolean>
  /** What is not answered within this is lost. */
  readonly patienceMs: number
}

const PAUSE_MS = 50
/** Rounds between two log-ins. */
const LOG_IN_EVERY = 10

export class KnownDesk {
  readonly #parts: KnownDeskParts

  constructor(parts: KnownDeskParts) {
    this.#parts = parts
  }

  /** One thing after the other, for so long. */
  async measure(ms: number): Promise<DeskTimes> {
    const times = { commandMs: [] as number[], pageMs: [] as number[], logInMs: [] as number[], refused: 0, lost: 0 }
    const timed = async (list: number[], work: () => Promise<boolean>): Promise<void> => {
      const began = performance.now()
      const done = await Promise.race([work(), delay(this.#parts.patienceMs, undefined, { ref: false })])
      if (done === true) list.push(performance.now() - began)
      else if (done === false) times.refused += 1
      else times.lost += 1
    }
    const endAt = performance.now() + ms
    for (let round = 0; performance.now() < endAt; round += 1) {
      await timed(times.commandMs, () => this.#parts.command(round % 2 === 0))
      await timed(times.pageMs, () => this.#ask('GET', '/'))
      if (round % LOG_IN_EVERY === 0) await timed(times.logInMs, () => this.#ask('POST', '/api/session', this.#parts.logIn))
      await delay(PAUSE_MS)
    }
    return times
  }

  /** On a connection of its own, as from a browser that was just opened. */
  #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<boolean> {
    const { origin } = this.#parts
    return new Promise((resolve) => {
      const asked = request(`${origin}${path}`, { method, agent: false, headers: { origin, 'content-type': 'application/json' } })
      asked.on('error', () => resolve(false))
      asked.on('response', (response) => {
        const status = response.statusCode ?? 0
        response.resume().on('close', () => resolve(status < 500 && ![401, 429].includes(status)))
      })
      asked.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
}
