// For tests: the workbench's end and the page's end in Chromium, each on an origin of its own, with nothing in between.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium, type Browser, type Frame, type Page } from 'playwright-core'
import { build } from 'vite'

const here = import.meta.dirname
const sdkPath = '/service-cloud/resource.root/page/resource.root/js/AICCSupport.js'
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-modals'

async function bundle(entry: string, name: string, root: string): Promise<string> {
  const lib = { entry: path.join(root, entry), formats: ['iife' as const], name, fileName: () => 'out.js' }
  const made = await build({ configFile: false, root, logLevel: 'error', build: { write: false, target: 'es2017', lib } })
  const [first] = Array.isArray(made) ? made : [made]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (!chunk) throw new Error(`${entry} made no script`)
  return chunk.code
}

const listening = `
window.seen = []
for (const name of ['Init', 'Ringing', 'Talking', 'Release', 'Switch', 'IvrReturn'])
  AICCSupport.addHandler(name, (data) => window.seen.push([name, data]))`

/** Counts what the workbench's end opens and closes. */
const counting = `
window.open = { listeners: 0, ports: 0 }
const { addEventListener: add, removeEventListener: remove } = window
window.addEventListener = (...all) => (all[0] === 'message' && open.listeners++, add.apply(window, all))
window.removeEventListener = (...all) => (all[0] === 'message' && open.listeners--, remove.apply(window, all))
const Channel = MessageChannel
window.MessageChannel = function () { open.ports++; const made = new Channel(); const close = made.port1.close
  made.port1.close = function () { open.ports--; close.call(this) }; return made }`

const setting = `
window.bridges = {}
window.dialled = []
window.faults = []
/** Instead of the one origin that a frame's page may have. */
window.allowed = {}
window.told = []
window.flooded = []
window.legacy = new openSeatHost.LegacyBridge({ workNo: () => '101', tooMany: (origin) => window.flooded.push(origin), admits: (origin) => origin === window.listed,
  words: (code, name) => code + ' ' + name,
  dial: async (wish, origin) => { told.push([wish, origin]); return { ok: true, callid: '7-1' } } })
/** Waits before an event is told, as the making of a token does. */
window.delays = {}
const completed = (id) => async (event) => {
  await new Promise((resolve) => setTimeout(resolve, delays[id].shift() ?? 0))
  return { ...event, data: { ...event.data, contextToken: 'a.b.c' } }
}
function show(id, src, pageOrigin, isWrapped) {
  const frame = document.createElement('iframe')
  frame.id = id
  frame.src = isWrapped ? '/wrapper?' + encodeURIComponent(src) : src
  document.body.append(frame)
  if (isWrapped) openSeatHost.rememberFrame(frame)
  bridges[id] = new openSeatHost.PageBridge({ workNo: '101', admits: (origin) => (allowed[id] ?? [pageOrigin]).includes(origin), completed: delays[id] && completed(id),
    pageWindow: () => isWrapped ? openSeatHost.wrappedPage(frame) : frame.contentWindow,
    onFault: (event, text) => faults.push([id, event, text]),
    clickToOutbound: async (request, pageOrigin) => { dialled.push({ ...request, pageOrigin }); if (request.calledNum === 'fault') throw new Error('x'); return { ok: true, callid: '1-1' } },
    verifyResult: async () => ({ verifyResult: '1', verifyReturn1: 'a', verifyReturn2: '', verifyReturn3: '' }) })
}`

async function serve(answer: (url: URL) => string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    response.setHeader('content-type', url.pathname.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8')
    if (url.pathname === '/strict') response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'")
    response.end(answer(url))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

export class PageBridgeWorld {
  readonly console: string[] = []
  readonly browser: Browser
  readonly page: Page
  readonly servers: readonly { server: Server; origin: string }[]

  private constructor(browser: Browser, page: Page, servers: PageBridgeWorld['servers']) {
    this.browser = browser
    this.page = page
    this.servers = servers
    page.on('console', (message) => this.console.push(message.text()))
  }

  static async start(): Promise<PageBridgeWorld> {
    const sdk = await bundle('src/main.ts', 'openSeatPage', path.join(here, '../../sdk'))
    const host = await bundle('tests/host-entry.ts', 'openSeatHost', path.join(here, '..'))
    const sample = readFileSync(path.join(here, 'fixtures/sample-page.html'), 'utf8').replace('"AICCSupport.js"', `"${sdkPath}"`)
    const pages = (url: URL): string => {
      if (url.pathname === sdkPath) return sdk
      if (url.pathname === '/listening.js') return listening
      if (url.pathname === '/sample') return sample
      if (url.pathname === '/empty') return '<!doctype html>'
      if (url.pathname === '/twice')
        return `<!doctype html>${[1, 2].map(() => `<script src="${sdkPath}"></script>`).join('')}<script src="/listening.js"></script>`
      if (url.pathname === '/asks')
        return `<!doctype html><script src="${sdkPath}"></script><script>
          window.early = AICCSupport.getVerifyResult('card').verifyResult
          window.answer = AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '1' })</script>`
      if (url.pathname === '/pinned') {
        const pin = `<script src="${sdkPath}" data-workbench="${decodeURIComponent(url.search.slice(1))}"></script>`
        return `<!doctype html>${pin}<script src="/listening.js"></script>`
      }
      return `<!doctype html><script src="${sdkPath}"></script>${url.pathname === '/bare' ? '' : '<script src="/listening.js"></script>'}`
    }
    const desk = (url: URL): string =>
      url.pathname === '/wrapper'
        ? `<!doctype html><iframe id="page" sandbox="${sandbox}" src="${decodeURIComponent(url.search.slice(1))}"></iframe>`
        : `<!doctype html><body><script>${counting}</script><script>${host}</script><script>${setting}</script>`
    const servers = [await serve(desk), await serve(pages), await serve(pages)]
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
    return new PageBridgeWorld(browser, await browser.newPage(), servers)
  }

  origin(at: number): string {
    return this.servers[at]?.origin ?? ''
  }

  /** A desk without frames. */
  async clear(): Promise<void> {
    await this.page.goto(this.origin(0))
    await this.page.evaluate(`listed = '${this.origin(1)}'`)
    this.console.length = 0
  }

  async show(id: string, place: string, { at = 1, allowed = 1, isWrapped = true } = {}): Promise<void> {
    const src = this.origin(at) + place
    await this.page.evaluate(`show('${id}', '${src}', '${this.origin(allowed)}', ${isWrapped})`)
  }

  /** The frame of a page, by its address. */
  frame(place: string, at = 1): Frame {
    const found = this.page.frames().find((frame) => frame.url() === this.origin(at) + place)
    if (!found) throw new Error(`no frame shows ${place}`)
    return found
  }

  tell(id: string, name: string, data: Readonly<Record<string, unknown>> = {}, offer = 'a'): Promise<unknown> {
    return this.page.evaluate(`bridges['${id}'].tell(${JSON.stringify({ name, offer, data })})`)
  }

  async seen(place: string, at = 1): Promise<[string, Record<string, unknown>][]> {
    const found = this.page.frames().find((frame) => frame.url() === this.origin(at) + place)
    return found ? found.evaluate<[string, Record<string, unknown>][]>('window.seen ?? []').catch(() => []) : []
  }

  async names(place: string, at = 1): Promise<string> {
    return (await this.seen(place, at)).map(([name]) => name).join(' ')
  }

  async close(): Promise<void> {
    await this.browser.close()
    for (const { server } of this.servers) server.close()
  }
}
