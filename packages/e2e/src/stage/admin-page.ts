// The configuration centre in a browser: lists, forms, selects. In Chinese, as the demo's administrator sees it.
import type { Locator, Page } from 'playwright-core'
import { DeskPage } from './desk-page.ts'

export class AdminPage {
  readonly page: Page
  readonly #desk: DeskPage

  constructor(page: Page, origin: string) {
    this.page = page
    this.#desk = new DeskPage(page, origin)
  }

  async logIn(login: string): Promise<void> {
    await this.#desk.logIn(login)
  }

  /** Opens a page of the configuration centre and waits for its list. */
  async open(path: string): Promise<void> {
    await this.#desk.open(path)
    // An agent's workbench stays in the document beside the page, hidden, with its own heading.
    await this.page.locator('h1:visible').first().waitFor()
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  field(name: string): Locator {
    return this.page.locator(`#field-${name.replaceAll('.', '-')}`)
  }

  async fill(name: string, value: string): Promise<void> {
    const field = this.field(name)
    await field.fill(value)
    await field.blur()
  }

  /** Opens a select and chooses the option that says this. */
  async choose(select: Locator, option: string): Promise<void> {
    // The words of the present choice lie over the control itself.
    await select.click({ force: true })
    await this.page.locator('.el-select-dropdown__item:visible').filter({ hasText: option }).first().click()
    await this.page.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' })
  }

  /** Sends the form that is open. */
  async submit(): Promise<void> {
    await this.page.locator('button[type=submit]:visible').click()
  }

  /** The list of everything that is wrong, as the form says it. */
  async problems(): Promise<string[]> {
    const summary = this.page.locator('.summary[role=alert]')
    await summary.waitFor()
    return summary.locator('li').allInnerTexts()
  }

  async formCloses(): Promise<void> {
    await this.page.locator('.form-drawer').waitFor({ state: 'hidden' })
  }

  row(text: string): Locator {
    return this.page.locator('tbody tr').filter({ hasText: text })
  }
}
