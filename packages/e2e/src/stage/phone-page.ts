// The telephone at /phone, as a customer uses it.
import type { PhoneCallPhase } from '@openseat/contracts'
import type { Locator, Page } from 'playwright-core'

export class PhonePage {
  readonly page: Page
  readonly number: string
  readonly #origin: string

  constructor(page: Page, origin: string, number: string) {
    this.page = page
    this.#origin = origin
    this.number = number
  }

  id(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`)
  }

  async open(): Promise<void> {
    await this.page.goto(`${this.#origin}/phone`)
    await this.id('phone-number').fill(this.number)
    await this.id('phone-register').click()
    await this.id('phone-own-number').waitFor()
  }

  /** `attached`: lines of `key=value`. */
  async dial(number: string, attached = ''): Promise<void> {
    await this.id('phone-dial').fill(number)
    if (attached !== '') {
      await this.page.locator('details summary').click()
      await this.id('phone-attached').fill(attached)
    }
    await this.id('phone-call').click()
  }

  async becomes(phase: PhoneCallPhase | 'idle' | 'ended', timeout = 15_000): Promise<void> {
    await this.page.locator(`[data-testid="phone-state"][data-phase="${phase}"]`).waitFor({ timeout })
  }

  async answer(): Promise<void> {
    await this.id('phone-answer').click()
    await this.becomes('talking')
  }

  async hangUp(): Promise<void> {
    await this.id('phone-hang-up').click()
  }

  async pressKey(key: string): Promise<void> {
    await this.id(`phone-key-${key}`).click()
  }
}
