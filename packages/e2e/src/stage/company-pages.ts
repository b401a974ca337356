// A company's web server that a story writes itself: pages by path, and everything that was asked of it.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface AskedPage {
  readonly method: string
  readonly path: string
  readonly url: string
  readonly referer: string
  readonly body: string
}

export class CompanyPages {
  readonly asked: AskedPage[] = []
  readonly #server: Server
  readonly #pages: Readonly<Record<string, string>>

  private constructor(pages: Readonly<Record<string, string>>) {
    this.#pages = pages
    this.#server = createServer((request, response) => {
      readAll(request).then(
        (body) => {
          const url = request.url ?? '/'
          const path = url.split('?', 1)[0] ?? ''
          this.asked.push({ method: request.method ?? '', path, url, referer: request.headers.referer ?? '', body })
          const page = this.#pages[path]
          response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
          response.end(page ?? '')
        },
        () => response.destroy(),
      )
    })
  }

  static async start(pages: Readonly<Record<string, string>>): Promise<CompanyPages> {
    const made = new CompanyPages(pages)
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve))
    return made
  }

  /** Another site than the workbench's, so that a page of it has a process of its own. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What was asked at this path, icons and the checks of the server left out. */
  at(path: string, method = 'GET'): AskedPage[] {
    return this.asked.filter((each) => each.path === path && each.method === method)
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
