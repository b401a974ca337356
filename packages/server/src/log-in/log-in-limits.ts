// Who has to wait before the next attempt to log in. Failures count, not attempts: five hundred agents behind one address
// come in one after the other. Counted are, each in memory and bounded:
// - an account from one address (or from one known device): a stranger elsewhere locks nobody out;
// - an account from everywhere, closed to all but its known devices: many strangers guess no faster than one;
// - an address over all accounts: one who tries each account once is slowed as well. A success gives its failures back.
import { AppError } from '@openseat/contracts'
import { addressKey } from '../http/address-key.ts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import { accountLockSeconds, lockSeconds } from './lock-out.ts'

const remembered = 10_000
/** Failures that an address may have; one of them is forgotten every so often. */
const failuresPerAddress = 50
const forgottenEveryMs = 6_000
/** Attempts that may wait at once for their comparison. */
const unfinishedPerAddress = 256

/** Where an attempt comes from. */
export interface Attempt {
  /** `account@tenant` as typed, in lower case: whether it exists or not. */
  readonly account: string
  readonly address: string
  /** Names a device on which the account was logged in before. */
  readonly device: string | undefined
}

interface Failures {
  readonly count: number
  readonly until: number
}

interface Level {
  readonly failures: number
  readonly at: number
}

export class LogInLimits {
  readonly #now: () => number
  readonly #fromOnePlace = new BoundedMap<string, BoundedMap<string, Failures>>(remembered)
  readonly #fromAll = new BoundedMap<string, Failures>(remembered)
  readonly #addresses = new BoundedMap<string, Level>(remembered)
  readonly #unfinished = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Does the work unless too much of the same address is unfinished. */
  async within<T>(address: string, work: () => Promise<T>): Promise<T> {
    const network = addressKey(address)
    const unfinished = this.#unfinished.get(network) ?? 0
    if (unfinished >= unfinishedPerAddress) throw new AppError('REQUEST_RATE', { seconds: 5 })
    this.#unfinished.set(network, unfinished + 1)
    try {
      return await work()
    } finally {
      const left = (this.#unfinished.get(network) ?? 1) - 1
      if (left === 0) this.#unfinished.delete(network)
      else this.#unfinished.set(network, left)
    }
  }

  secondsLeft(attempt: Attempt): number {
    const own = this.#places(attempt).get(placeOf(attempt))?.until ?? 0
    if (attempt.device !== undefined) return this.#secondsUntil(own)
    const all = this.#fromAll.get(attempt.account)?.until ?? 0
    const debt = this.#level(attempt.address) - failuresPerAddress + 1
    return this.#secondsUntil(Math.max(own, all, debt > 0 ? this.#now() + debt * forgottenEveryMs : 0))
  }

  /** Counts a failure. `slowed`: the address has just used up what it may. */
  failed(attempt: Attempt): { failures: number; waitSeconds: number; slowed: boolean } {
    const places = this.#places(attempt)
    const own = this.#counted(places.get(placeOf(attempt)), lockSeconds)
    places.set(placeOf(attempt), own)
    this.#fromOnePlace.set(attempt.account, places)
    const all = this.#counted(this.#fromAll.get(attempt.account), accountLockSeconds)
    this.#fromAll.set(attempt.account, all)
    const before = this.#level(attempt.address)
    this.#setLevel(attempt.address, before + 1)
    const slowed = Math.floor(before) < failuresPerAddress && before + 1 >= failuresPerAddress
    return { failures: all.count, waitSeconds: this.#secondsUntil(Math.max(own.until, all.until)), slowed }
  }

  succeeded(attempt: Attempt): void {
    const places = this.#places(attempt)
    const own = places.get(placeOf(attempt))?.count ?? 0
    places.delete(placeOf(attempt))
    this.#fromAll.delete(attempt.account)
    if (own > 0) this.#setLevel(attempt.address, this.#level(attempt.address) - own)
  }

  /** An administrator opens the account again, from everywhere. */
  forget(account: string): void {
    this.#fromOnePlace.delete(account)
    this.#fromAll.delete(account)
  }

  #places({ account }: Attempt): BoundedMap<string, Failures> {
    return this.#fromOnePlace.get(account) ?? new BoundedMap(remembered / 100)
  }

  #counted(before: Failures | undefined, wait: (failures: number) => number): Failures {
    const count = (before?.count ?? 0) + 1
    const seconds = wait(count)
    return { count, until: seconds === 0 ? 0 : this.#now() + seconds * 1000 }
  }

  #level(address: string): number {
    const known = this.#addresses.get(addressKey(address))
    return known === undefined ? 0 : Math.max(0, known.failures - (this.#now() - known.at) / forgottenEveryMs)
  }

  #setLevel(address: string, failures: number): void {
    this.#addresses.set(addressKey(address), { failures, at: this.#now() })
  }

  #secondsUntil(moment: number): number {
    return Math.max(0, Math.ceil((moment - this.#now()) / 1000))
  }
}

const placeOf = ({ address, device }: Attempt): string => (device === undefined ? `address ${addressKey(address)}` : `device ${device}`)
