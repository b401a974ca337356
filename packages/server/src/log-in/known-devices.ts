// A device on which an account was logged in before is known by a signed cookie: strangers who lock the account do not
// lock its person out. One browser may serve several accounts; the cookie opens nothing.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const longestAgeMs = 180 * 86_400_000
const accountsPerBrowser = 8

interface AccountRef {
  readonly tenantId: number
  readonly staffId: number
}

export class KnownDevices {
  readonly #key: Buffer
  readonly #now: () => number

  constructor(key: Buffer, now: () => number) {
    this.#key = key
    this.#now = now
  }

  /** The device's name for this account, or undefined when it is not known. */
  recognise(cookie: string, account: AccountRef): string | undefined {
    return marksIn(cookie).find((mark) => this.#isOf(mark, account))
  }

  /** The cookie's next value: with a fresh mark for this account, and those of others as they were. */
  withMark(cookie: string, account: AccountRef): string {
    const others = marksIn(cookie).filter((mark) => !this.#isOf(mark, account))
    const head = `${Math.floor(this.#now() / 1000).toString(36)}-${randomBytes(9).toString('base64url')}`
    return [`${head}~${this.#sign(head, account)}`, ...others].slice(0, accountsPerBrowser).join('.')
  }

  #isOf(mark: string, account: AccountRef): boolean {
    const [head = '', signature = ''] = mark.split('~', 2)
    const made = Number.parseInt(head.split('-', 1)[0] ?? '', 36) * 1000
    if (!(made > this.#now() - longestAgeMs)) return false
    const right = Buffer.from(this.#sign(head, account))
    const given = Buffer.from(signature)
    return right.length === given.length && timingSafeEqual(right, given)
  }

  #sign(head: string, { tenantId, staffId }: AccountRef): string {
    return createHmac('sha256', this.#key).update(`${head} ${tenantId}/${staffId}`).digest('base64url')
  }
}

const marksIn = (cookie: string): string[] => cookie.split('.', accountsPerBrowser).filter((mark) => mark !== '')
