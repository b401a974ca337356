// The example enterprise's shop with its call button, as a visitor uses it. The visitor's page is a frame of another origin.
import type { Frame, Locator, Page } from 'playwright-core'
import { eventually } from './desk-page.ts'

export type VisitState = 'idle' | 'asking' | 'calling' | 'waiting' | 'talking' | 'ended'

export class ShopPage {
  readonly page: Page
  readonly address: string

  constructor(page: Page, enterpriseOrigin: string, file = '') {
    this.page = page
    this.address = `${enterpriseOrigin}/shop/${file}`
  }

  async open(): Promise<void> {
    await this.page.goto(this.address)
    await this.button().click()
  }

  /** The button in the corner of the shop's page. */
  button(): Locator {
    return this.page.locator('[data-openseat-widget] .open')
  }

  id(testId: string): Locator {
    return this.page.frameLocator('[data-openseat-widget] iframe').locator(`[data-testid="${testId}"]`)
  }

  async becomes(state: VisitState, timeout = 15_000): Promise<void> {
    await this.page
      .frameLocator('[data-openseat-widget] iframe')
      .locator(`[data-testid="visit-state"][data-state="${state}"]`)
      .waitFor({ timeout })
  }

  async call(media: 'audio' | 'video' = 'audio'): Promise<void> {
    await this.id(`visit-call-${media}`).click()
  }

  async hangUp(): Promise<void> {
    await this.id('visit-hang-up').click()
    await this.becomes('ended')
  }

  /** The visitor's frame itself: for ears and eyes. */
  async frame(): Promise<Frame> {
    const find = (): Frame | undefined => this.page.frames().find((frame) => frame.url().includes('/widget/frame'))
    await eventually(async () => find() !== undefined, Boolean, 'the visitor’s frame should be there')
    const frame = find()
    if (!frame) throw new Error('the visitor’s frame is gone')
    return frame
  }
}
