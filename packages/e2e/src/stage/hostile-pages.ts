// An enterprise whose pages misbehave, each in its own way; and an address where nobody answers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { freePorts } from './free-ports.ts'
import { oddPages, oddPath } from './odd-pages.ts'

const page = (script: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>odd</title><h1 id="odd">odd page</h1><script>${script}</script></html>`

interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body: string
  readonly headers?: Record<string, string>
}

const deny = { 'x-frame-options': 'DENY' }
const whole: Readonly<Record<string, Answer>> = {
  '/account': { status: 302, body: '', headers: { location: '/login?next=%2Faccount' } },
  // Rightly so: a log-in in a frame is a trap.
  '/login': { body: page(''), headers: deny },
  '/contract.pdf': { type: 'application/pdf', body: '%PDF-1.4\n%%EOF' },
  '/contract': { body: '<!doctype html><h1 id="odd">odd page</h1><iframe src="/contract.pdf"></iframe>' },
  // It stands, and a picture of it never ends.
  '/endless': { body: '<!doctype html><h1 id="odd">odd page</h1><img src="/silent" alt="">' },
}

/** Pages that are not the same for everybody. */
function special(path: string, method: string, userAgent: string): Answer | undefined {
  // Who has no log-in gets a page that nobody may frame.
  const isRefused = (path === '/members' || path === '/speaks') && !/Chrom/.test(userAgent)
  if (isRefused) return { body: page(''), headers: deny }
  if (path === '/form' && method !== 'POST') return { status: 405, body: page(''), headers: deny }
  return whole[path]
}

/** Path → what the page does, and headers that it comes with. */
const pages: Readonly<Record<string, { script: string; headers?: Record<string, string> }>> = {
  '/good': { script: '' },
  '/members': { script: '' },
  '/form': { script: '' },
  '/throws': { script: `setInterval(() => { throw new Error('odd') }, 50); throw new Error('odd')` },
  '/loops': { script: `addEventListener('load', () => setTimeout(() => { while (true); }, 100))` },
  '/alerts': { script: `alert('odd'); confirm('odd'); prompt('odd')` },
  '/leaves': { script: `try { top.location.href = '/good' } catch (error) { document.title = String(error) }` },
  '/refuses': { script: '', headers: { 'x-frame-options': 'DENY' } },
  '/speaks': { script: `top.postMessage({ name: 'nothing' }, '*')` },
  '/ancestors': { script: '', headers: { 'content-security-policy': `frame-ancestors 'none'` } },
}

export class OddEnterprise {
  readonly port: number
  /** Listed by nobody, though it answers. */
  readonly strangerPort: number
  /** Nobody listens here. */
  readonly deadPort: number
  /** Addresses that were asked for. */
  readonly asked: string[] = []
  readonly #servers: Server[] = []

  private constructor(port: number, strangerPort: number, deadPort: number) {
    this.port = port
    this.strangerPort = strangerPort
    this.deadPort = deadPort
  }

  static async start(): Promise<OddEnterprise> {
    const [port = 0, strangerPort = 0, deadPort = 0] = await freePorts(3)
    const odd = new OddEnterprise(port, strangerPort, deadPort)
    // Each address of this machine is a site of its own, so that one page's loop does not stop the others.
    for (const host of ['127.0.0.1', '127.0.0.2']) await odd.#listen(port, host)
    await odd.#listen(strangerPort, '127.0.0.1')
    return odd
  }

  #listen(port: number, host: string): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response))
    this.#servers.push(server)
    return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve()))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '/', method = '', headers } = request
    this.asked.push(`http://${headers.host ?? ''}${url}`)
    const path = url.split('?')[0] ?? ''
    const odd = oddPages.find(({ what }) => oddPath(what) === path)
    if (odd) return odd.serve(response, request)
    // Asked, and never answered.
    if (path === '/silent') return
    const {
      status = 200,
      type = 'text/html; charset=utf-8',
      body,
      ...more
    } = special(path, method, headers['user-agent'] ?? '') ?? this.#page(path)
    response.writeHead(status, { 'content-type': type, ...more.headers }).end(body)
  }

  #page(path: string): Answer {
    const stranger = `location.href = 'http://localhost:${this.strangerPort}/good'`
    const found = path === '/wanders' ? { script: `addEventListener('load', () => { ${stranger} })` } : pages[path]
    return { status: found ? 200 : 404, body: page(found?.script ?? ''), headers: found?.headers ?? {} }
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve())
            server.closeAllConnections()
          }),
      ),
    )
  }
}
