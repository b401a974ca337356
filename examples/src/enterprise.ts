// The enterprise's web server: static pages and the customers' interface, with nothing but Node's own modules.
// What an enterprise's pages need to be shown in the workbench is one header: who may frame them.

import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { balanceReply } from './account-balance.ts'
import { customerReply } from './customer-interface.ts'
import { findCustomer } from './customers.ts'
import { postedPage } from './posted-page.ts'
import { answerCallPass, shopFile, shopPage, shopPolicy, type ShopWidget } from './shop.ts'

const pages = fileURLToPath(new URL('../pages', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const hosts = ['127.0.0.1', '::1']
const maxAddressLength = 32_768

export interface Enterprise {
  readonly port: number
  close(): Promise<void>
}

/**
 * Listens on loopback only. Port 0 takes any free one. A machine without IPv6 is served on 127.0.0.1. Without `widget` the
 * shop has no call button.
 */
export async function createEnterprise(port: number, widget?: ShopWidget): Promise<Enterprise> {
  const serve = (request: IncomingMessage, response: ServerResponse): Promise<void> => answer(request, response, widget)
  const first = await listen(port, '127.0.0.1', serve)
  const address = first.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  const rest = await Promise.all(hosts.slice(1).map((host) => listen(taken, host, serve).catch(() => undefined)))
  const servers = [first, ...rest.filter((server) => server !== undefined)]
  return { port: taken, close: async () => void (await Promise.all(servers.map(closeServer))) }
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function listen(port: number, host: string, serve: Serve): Promise<Server> {
  const server = createServer({ maxHeaderSize: maxAddressLength }, (request, response) => {
    serve(request, response).catch(() => send(response, { status: 500, type: '.json', body: '{}' }))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, widget?: ShopWidget): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://enterprise.invalid')
  const made = await madeAnswer(request, url, widget)
  if (made) return send(response, made)
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, { status: 405, type: '.json', body: '{}' })
  if (url.pathname === '/crm/customers.json') return sendCustomer(response, url.searchParams.get('number') ?? '')
  return send(response, await fileAnswer(url, widget))
}

async function fileAnswer(url: URL, widget?: ShopWidget): Promise<Reply> {
  const shop = shopFile(url.pathname)
  if (shop !== undefined) {
    const body = await shopPage(path.join(pages, shop), widget)
    return { status: 200, type: '.html', body, ...(widget && { policy: shopPolicy(widget) }) }
  }
  const file = url.pathname === '/AICCSupport.js' ? sdk() : pageFile(url.pathname)
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined)
  if (file === undefined || body === undefined) return { status: 404, type: '.html', body: '<!doctype html><title>404</title>' }
  return { status: 200, type: path.extname(file), body }
}

/** What is made for each request, in place of being read from a file. */
async function madeAnswer(request: IncomingMessage, url: URL, widget?: ShopWidget): Promise<Reply | undefined> {
  if (url.pathname === '/call-pass') {
    const { status, body } = await answerCallPass(request, widget)
    return { status, type: '.json', body: JSON.stringify(body) }
  }
  const asked = (await customerReply(request, url.pathname)) ?? (await balanceReply(request, url.pathname))
  if (asked !== undefined) return { ...asked, type: '.json' }
  if (url.pathname !== '/crm/order') return undefined
  const { status, body } = await postedPage(request, { url, desk: widget?.desk, tenant: widget?.tenant ?? '', own: ownOrigin(request) })
  return { status, type: '.html', body }
}

function sendCustomer(response: ServerResponse, number: string): void {
  send(response, { status: 200, type: '.json', body: JSON.stringify({ customer: findCustomer(number) ?? null }) })
}

/** This server's own origin, of the two names that it has; what a request claims beyond them is not believed. */
function ownOrigin({ headers, socket }: IncomingMessage): string {
  const host = headers.host === `127.0.0.1:${socket.localPort}` ? '127.0.0.1' : 'localhost'
  return `http://${host}:${socket.localPort}`
}

/** AICCSupport.js as it came with its package (`npm install @openseat/aicc-support`). */
const sdk = (): string => fileURLToPath(import.meta.resolve('@openseat/aicc-support'))

/** The file of an address, undefined outside the pages' folder. */
function pageFile(pathname: string): string | undefined {
  const wanted = pathname.endsWith('/') ? `${pathname}index.html` : pathname
  const file = path.join(pages, path.normalize(decode(wanted)))
  return file.startsWith(pages + path.sep) && types[path.extname(file)] !== undefined ? file : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '/'
  }
}

interface Reply {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer
  readonly policy?: string
}

// The example is framed by a workbench on any port of this machine. A real page names its workbench's address.
const framed = "default-src 'self'; frame-ancestors http://localhost:* http://127.0.0.1:* https://localhost:*"

function send(response: ServerResponse, { status, type, body, policy = framed }: Reply): void {
  response.writeHead(status, {
    'content-type': types[type] ?? 'application/octet-stream',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
