// The workbench in a browser, as an agent uses it. Controls are found by their `data-testid`, states by `data-state`.
import type { AgentStateKind, CallState } from '@openseat/contracts'
import { maskNumber, partyNumber } from '@openseat/domain'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { demoPassword } from './open-seat.ts'

export type BarControl = 'answer' | 'reject' | 'hang-up' | 'hold' | 'retrieve' | 'mute' | 'keypad'

/** A condition that comes true, or the words and the last value when it does not. */
export async function eventually<T>(read: () => Promise<T>, isRight: (value: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + 15_000
  let value = await read()
  while (!isRight(value)) {
    if (Date.now() > end) expect.fail(`${what}; last: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    value = await read()
  }
  return value
}

/** Where the demo tenant is. */
const china = { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national' } as const

export class DeskPage {
  readonly page: Page
  readonly #origin: string
  #pressedAt = -Infinity
  /** Of the demo's agents the first one sees numbers. */
  #seesNumbers = false

  constructor(page: Page, origin: string) {
    this.page = page
    this.#origin = origin
  }

  id(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`)
  }

  async open(path = '/workbench'): Promise<void> {
    await this.page.goto(`${this.#origin}${path}`)
  }

  async logIn(login: string): Promise<void> {
    this.#seesNumbers = login === 'wangmin@demo'
    await this.open('/login')
    await this.page.locator('#field-login').fill(login)
    await this.page.locator('#field-password').fill(demoPassword)
    await this.page.locator('#login button[type=submit]').click()
    await this.page.waitForURL((url) => !url.pathname.startsWith('/login'))
  }

  /** Signs in to the queues of these names; to all when none is named. */
  async signIn(queueNames?: readonly string[]): Promise<void> {
    await this.id('sign-in').click()
    const dialog = this.id('sign-in-dialog')
    await dialog.waitFor()
    if (queueNames) {
      for (const box of await dialog.locator('[data-testid^="sign-in-queue-"]').all()) {
        const isWanted = queueNames.includes((await box.innerText()).trim())
        if ((await box.locator('input').isChecked()) !== isWanted) await box.click()
      }
    }
    await this.id('sign-in-go').click()
    await this.becomes('idle')
  }

  /** Logs in, opens the workbench and signs in. */
  async begin(login: string, queueNames?: readonly string[]): Promise<void> {
    await this.logIn(login)
    await this.open()
    await this.signIn(queueNames)
  }

  async becomes(state: AgentStateKind, timeout = 15_000): Promise<void> {
    await this.page.locator(`[data-testid="state-chip"][data-state="${state}"]`).waitFor({ timeout })
  }

  /** The clock beside the state, such as `0:04`. */
  clock(): Promise<string> {
    return this.id('state-chip').locator('.clock').innerText()
  }

  async chooseState(choice: string): Promise<void> {
    await this.id('state-chip').click()
    await this.id(`state-menu-${choice}`).click()
  }

  async callBecomes(state: CallState, timeout = 15_000): Promise<void> {
    await this.page.locator(`[data-testid="call-summary"][data-call-state="${state}"]`).waitFor({ timeout })
  }

  async callGone(): Promise<void> {
    await this.id('call-summary').waitFor({ state: 'detached' })
  }

  /** At a person's pace: a second click at once would count with the first. */
  async press(control: BarControl): Promise<void> {
    const pause = this.#pressedAt + 1_100 - performance.now()
    if (pause > 0) await this.page.waitForTimeout(pause)
    await this.id(`call-${control}`).click()
    this.#pressedAt = performance.now()
  }

  /** Whom it rings for. */
  async customer(): Promise<string> {
    return (await this.id('call-summary').locator('b').innerText()).trim()
  }

  async answer(): Promise<void> {
    await this.press('answer')
    await this.callBecomes('talking')
  }

  /** The customer's number as this agent is shown it. */
  shown(customerNumber: string): string {
    const { shown } = partyNumber(customerNumber, china)
    return this.#seesNumbers ? shown : maskNumber(shown)
  }

  /** Waits for the ringing of this customer's call, and answers it. */
  async take(customerNumber: string): Promise<void> {
    await this.becomes('ringing')
    expect(await this.customer()).toBe(this.shown(customerNumber))
    await this.answer()
  }

  async dial(number: string): Promise<void> {
    await this.id('call-dial-out').click()
    await this.id('dial-number').fill(number)
    await this.id('dial-go').click()
  }

  async finishWrapUp(): Promise<void> {
    await this.id('wrap-up-finish').click()
  }

  /** Number of the contact that stands in front. */
  contact(callId: string): Locator {
    return this.page.locator(`[data-testid="contact-card"][data-call-id="${callId}"]`)
  }

  /** Call ids on the desk, as listed. */
  async callIds(): Promise<string[]> {
    const cards = await this.id('contact-card').all()
    return Promise.all(cards.map(async (card) => (await card.getAttribute('data-call-id')) ?? ''))
  }

  pages(callId: string): Locator {
    return this.page.locator(`[data-testid="contact-pages"][data-call-id="${callId}"]`)
  }

  async popBecomes(
    callId: string,
    status: 'waiting' | 'loading' | 'ready' | 'doubtful' | 'late' | 'blocked',
    name?: string,
  ): Promise<void> {
    const tab = this.pages(callId).locator(`[data-testid="pop-tab"][data-status="${status}"]`)
    await (name === undefined ? tab.first() : tab.filter({ hasText: name })).waitFor({ timeout: 20_000 })
  }

  /** The company's page inside our wrapper document. */
  companyPage(callId: string): FrameLocator {
    return this.pages(callId).locator('[data-testid="pop-frame"] iframe').first().contentFrame().locator('#page').contentFrame()
  }

  /** The address of the company's page as the frame asked for it. */
  async companyAddress(callId: string): Promise<string> {
    const frame = this.pages(callId).locator('[data-testid="pop-frame"] iframe').first().contentFrame().locator('#page')
    return (await frame.getAttribute('src')) ?? ''
  }

  async isConnected(): Promise<void> {
    await this.page.locator('[data-testid="connection-state"][data-state="connected"]').waitFor({ timeout: 30_000 })
  }

  async audioBecomes(state: 'off' | 'connected' | 'opening'): Promise<void> {
    await this.page.locator(`[data-testid="microphone-state"][data-state="${state}"]`).waitFor({ timeout: 30_000 })
  }
}
