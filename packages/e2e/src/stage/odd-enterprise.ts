// An enterprise whose pages misbehave, each in its own way; and an address where nobody answers.
import { createServer, type Server, type ServerResponse } from 'node:http'
import { freePorts } from './free-ports.ts'

const page = (script: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>odd</title><h1 id="odd">odd page</h1><script>${script}</script></html>`

/** Path → what the page does, and headers that it comes with. */
const pages: Readonly<Record<string, { script: string; headers?: Record<string, string> }>> = {
  '/good': { script: '' },
  '/throws': { script: `setInterval(() => { throw new Error('odd') }, 50); throw new Error('odd')` },
  '/loops': { script: `addEventListener('load', () => setTimeout(() => { while (true); }, 100))` },
  '/alerts': { script: `alert('odd'); confirm('odd'); prompt('odd')` },
  '/leaves': { script: `try { top.location.href = '/good' } catch (error) { document.title = String(error) }` },
  '/refuses': { script: '', headers: { 'x-frame-options': 'DENY' } },
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
    const server = createServer((request, response) => this.#answer(request.url ?? '/', request.headers.host ?? '', response))
    this.#servers.push(server)
    return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve()))
  }

  #answer(url: string, host: string, response: ServerResponse): void {
    this.asked.push(`http://${host}${url}`)
    const path = url.split('?')[0] ?? ''
    // Asked, and never answered.
    if (path === '/silent') return
    const stranger = `location.href = 'http://localhost:${this.strangerPort}/good'`
    const found = path === '/wanders' ? { script: `addEventListener('load', () => { ${stranger} })` } : pages[path]
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...found?.headers })
    response.end(page(found?.script ?? ''))
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
