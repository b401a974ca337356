// How many requests an address may make without showing a log-in: documents, files, attempts to log in, sockets, visitors'
// first words. 500 agents behind one address open the workbench within five minutes and notice nothing.

import { createHash } from 'node:crypto'
import { AppError } from '@openseat/contracts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import { addressKey } from './address-key.ts'

const requests = { name: 'requests', burst: 6_000, perSecond: 100 }
/** Beyond them, cookies that claim to be a log-in: whoever has one gets in whatever his neighbours do. */
const claims = { name: 'claims', burst: 200, perSecond: 20 }
const rememberedAddresses = 20_000
const rememberedLogIns = 20_000
/** After it, a log-in shows itself once more. */
const logInKnownMs = 600_000

type Plan = typeof requests

interface Allowance {
  readonly left: number
  readonly at: number
}

export class StrangerRate {
  readonly #now: () => number
  readonly #allowances = new BoundedMap<string, Allowance>(rememberedAddresses)
  readonly #logIns = new BoundedMap<string, number>(rememberedLogIns)

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** Throws a refusal in words when the address has made too many. `token`: of a log-in, true or not. */
  take(address: string, token?: string): void {
    if (token !== undefined && this.#isKnown(token)) return
    if (this.#spend(address, requests)) return
    if (token !== undefined && this.#spend(address, claims)) return
    throw new AppError('REQUEST_RATE', { seconds: 1 })
  }

  /** The log-in was a true one: that request is not counted, and its next ones are not. */
  known(address: string, token: string): void {
    const isNew = !this.#isKnown(token)
    this.#logIns.set(digestOf(token), this.#now())
    if (isNew) this.#spend(address, requests, -1)
  }

  #isKnown(token: string): boolean {
    const at = this.#logIns.get(digestOf(token))
    return at !== undefined && this.#now() - at < logInKnownMs
  }

  #spend(address: string, { name, burst, perSecond }: Plan, count = 1): boolean {
    const key = `${name} ${addressKey(address)}`
    const { left, at } = this.#allowances.get(key) ?? { left: burst, at: this.#now() }
    const rest = Math.min(burst, left + ((this.#now() - at) / 1000) * perSecond) - count
    if (rest < 0) return false
    this.#allowances.set(key, { left: rest, at: this.#now() })
    return true
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
