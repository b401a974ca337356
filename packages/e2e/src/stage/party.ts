// A person at a browser: a Chromium of their own, with their tone for a microphone.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { earsScript } from './audio-probe.ts'
import { writeToneFile } from './tone-file.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export interface PartyOptions {
  /** What their microphone hears; left out: Chromium's own beeps. */
  readonly toneHertz?: number
  readonly context?: BrowserContextOptions
  /** As a browser does for people: no window that no click asked for. */
  readonly stopsWindows?: boolean
  /** Host names as this browser finds them, such as a name for loopback that is not `localhost`. */
  readonly hosts?: Readonly<Record<string, string>>
}

export class Party {
  readonly #browser: Browser
  readonly #folder: string
  readonly #context: BrowserContextOptions
  readonly #contexts: BrowserContext[] = []
  /** Errors that pages threw and nobody caught; our own pages must have none. */
  readonly pageErrors: string[] = []

  private constructor(browser: Browser, folder: string, context: BrowserContextOptions) {
    this.#browser = browser
    this.#folder = folder
    this.#context = context
  }

  static async start({ toneHertz, context = {}, stopsWindows = false, hosts = {} }: PartyOptions = {}): Promise<Party> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-party-'))
    const tone = path.join(folder, 'tone.wav')
    if (toneHertz !== undefined) await writeToneFile(tone, toneHertz)
    const args = [
      ...flags,
      ...(toneHertz === undefined ? [] : [`--use-file-for-fake-audio-capture=${tone}`]),
      ...Object.entries(hosts).map(([name, address]) => `--host-resolver-rules=MAP ${name} ${address}`),
    ]
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: true,
      args,
      ignoreDefaultArgs: stopsWindows ? ['--disable-popup-blocking'] : [],
    })
    return new Party(browser, folder, context)
  }

  /** A browser profile: cookies and storage of its own. */
  async profile(): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      ...this.#context,
    })
    context.setDefaultTimeout(15_000)
    await context.addInitScript(earsScript)
    this.#contexts.push(context)
    return context
  }

  /** A page in a profile; a profile of its own when none is given. */
  async page(profile?: BrowserContext): Promise<Page> {
    const page = await (profile ?? (await this.profile())).newPage()
    page.on('pageerror', (error) => this.pageErrors.push(`${page.url()}: ${error.message}`))
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
