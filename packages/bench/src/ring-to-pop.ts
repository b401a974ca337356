// From a call's arrival to the enterprise page: until its frame asks for it, and until it has loaded, in a real
// Chromium, while 2,000 agents are signed in. The floor: the same page in a frame that a bare document opens.
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { PhoneServerFrame } from '@openseat/contracts'
import { chromium, type Page } from 'playwright-core'
import WebSocket from 'ws'
import { AgentBot, inParallel, openCrowd, type Crowd } from './crowd.ts'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'

const agents = Number(process.argv[2] ?? 2_000)
const rounds = 60
const port = 18_500
const pagePort = 18_590
const enterpriseOrigin = `http://localhost:${pagePort}`
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
]
const html = `<!doctype html><title>card</title><p>customer</p><script>addEventListener('load', () => fetch('/loaded'))</script>`

/** The enterprise's side: notes when the page is asked for and when it has loaded. */
class PageServer {
  readonly server: Server
  #asked = Promise.withResolvers<number>()
  #loaded = Promise.withResolvers<number>()

  constructor() {
    this.server = createServer((request, response) => {
      if (request.url === '/loaded') this.#loaded.resolve(performance.now())
      else this.#asked.resolve(performance.now())
      response.setHeader('content-type', 'text/html').end(request.url === '/loaded' ? '' : html)
    }).listen(pagePort, '127.0.0.1')
  }

  /** The next opening of the page: both moments. */
  next(): Promise<[number, number]> {
    this.#asked = Promise.withResolvers()
    this.#loaded = Promise.withResolvers()
    return Promise.all([this.#asked.promise, this.#loaded.promise])
  }
}

async function openPhone(origin: string): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/phone`, { headers: { origin } })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'register', number: '13812345678', token: null }))
  await once(socket, 'message')
  return socket
}

async function logIn(page: Page, crowd: Crowd): Promise<void> {
  const body = { login: 'wangmin@demo', password: crowd.password }
  await page.request.post(`${crowd.origin}/api/session`, { data: body, headers: { origin: crowd.origin } })
  await page.goto(`${crowd.origin}/workbench`)
  await page.getByTestId('sign-in').click()
  // Only the VIP queue: the other agents serve the first.
  const first = page.getByTestId('sign-in-queue-1')
  await first.click()
  await page.getByTestId('sign-in-go').click()
  await page
    .getByTestId('state-chip')
    .filter({ hasText: /空闲|Idle/ })
    .waitFor()
}

/** The demo's pop shall open while it rings: the answer would add the agent's own time. */
async function popAtRinging(crowd: Crowd): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: crowd.origin }
  const session = await fetch(`${crowd.origin}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login: 'admin@demo', password: crowd.password }),
  })
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const pops = (await (await fetch(`${crowd.origin}/api/screen-pops`, { headers: { cookie } })).json()) as {
    items: { id: number; name: string; url: string }[]
  }
  const [pop] = pops.items
  if (!pop) throw new Error('the demo has no pop')
  const change = { name: pop.name, url: pop.url, trigger: 'ringing' }
  const answer = await fetch(`${crowd.origin}/api/screen-pops/${pop.id}`, {
    method: 'PUT',
    headers: { ...headers, cookie },
    body: JSON.stringify(change),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

async function oneRing(phone: WebSocket, page: Page, pages: PageServer): Promise<[number, number]> {
  const opening = pages.next()
  const began = performance.now()
  phone.send(JSON.stringify({ type: 'dial', number: '44661' }))
  const [asked, loaded] = await opening
  const ended = new Promise<void>((resolve) => {
    phone.on('message', function listen(data: Buffer) {
      if ((JSON.parse(data.toString()) as PhoneServerFrame).type !== 'ended') return
      phone.off('message', listen)
      resolve()
    })
  })
  phone.send(JSON.stringify({ type: 'hangUp' }))
  await ended
  await page
    .getByTestId('state-chip')
    .filter({ hasText: /空闲|Idle/ })
    .waitFor()
  return [asked - began, loaded - began]
}

async function bareFrame(page: Page, pages: PageServer): Promise<[number, number]> {
  const opening = pages.next()
  const began = performance.now()
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.src = src
    document.body.replaceChildren(frame)
  }, `${enterpriseOrigin}/crm/customer.html?n=${began}`)
  const [asked, loaded] = await opening
  return [asked - began, loaded - began]
}

async function repeat(work: () => Promise<[number, number]>): Promise<[number, number][]> {
  const times: [number, number][] = []
  for (let round = 0; round < rounds + 5; round += 1) {
    times.push(await work())
    await delay(50)
  }
  return times.slice(5)
}

const row = (what: string, times: readonly number[]): Row => ({
  what,
  'p50 ms': milliseconds(percentile(times, 50)),
  'p95 ms': milliseconds(percentile(times, 95)),
  'p99 ms': milliseconds(percentile(times, 99)),
})

const pages = new PageServer()
const crowd = await openCrowd({ agents, port, enterpriseOrigin })
const bots: AgentBot[] = []
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
try {
  await popAtRinging(crowd)
  await inParallel(crowd.tokens, 50, async (token) => {
    const bot = await AgentBot.connect(crowd.origin, token, () => undefined)
    bots.push(bot)
    bot.command({ kind: 'signIn', queueIds: [1] })
  })
  const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
  await logIn(page, crowd)
  const phone = await openPhone(crowd.origin)
  const rings = await repeat(() => oneRing(phone, page, pages))
  const bare = await browser.newPage()
  await bare.goto(`${enterpriseOrigin}/bare`)
  const floor = await repeat(() => bareFrame(bare, pages))
  printTable('ring-to-pop', [
    row(
      'call arrives → frame asks for the page',
      rings.map(([asked]) => asked),
    ),
    row(
      'call arrives → page loaded',
      rings.map(([, loaded]) => loaded),
    ),
    row(
      'floor: bare frame → asks for the page',
      floor.map(([asked]) => asked),
    ),
    row(
      'floor: bare frame → page loaded',
      floor.map(([, loaded]) => loaded),
    ),
  ])
  phone.close()
} finally {
  await browser.close()
  for (const bot of bots) bot.close()
  await crowd.close()
  pages.server.close()
}
process.exit(0)
