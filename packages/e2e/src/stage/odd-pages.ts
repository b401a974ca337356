// How companies' pages behave in the field, each with what the desk says of it. Served by OddEnterprise.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'

/** What the tab says; a reason where it is remarked upon or stopped. */
export type Said = 'ready' | 'late' | `doubtful ${'refused' | 'noPage' | 'pdf' | 'pdfInside'}` | 'blocked violation'

export interface OddPage {
  readonly what: string
  readonly said: Said
  readonly passMode?: 'post'
  readonly serve: (response: ServerResponse, request: IncomingMessage) => void
}

type Headers = Readonly<Record<string, string>>

const html = (inside = '', head = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>odd</title>${head}<h1 id="odd">odd page</h1>${inside}</html>`
const script = (text: string): string => html(`<script>${text}</script>`)

const send =
  (status: number, body: string | Buffer = html(), headers: Headers = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
const page = (what: string, said: Said, serve: OddPage['serve'], more: Pick<OddPage, 'passMode'> = {}): OddPage => ({
  what,
  said,
  serve,
  ...more,
})
const leads = (location: string, status = 302) => send(status, '', { location })
const at = (what: string): string => `/odd/${encodeURIComponent(what)}`
const typed = (type: string, body: string, more: Headers = {}) => send(200, body, { 'content-type': type, ...more })

const answers: readonly OddPage[] = [
  page('an empty page', 'ready', send(200, '')),
  page('no page there', 'doubtful noPage', send(404)),
  page('gone for good', 'doubtful noPage', send(410)),
  page('down for maintenance', 'doubtful noPage', send(503)),
  page('a gateway without its server', 'doubtful noPage', send(502)),
  page('missing, and speaks', 'ready', send(404, script(`top.postMessage({ name: 'nothing' }, '*')`))),
  page('fails without parameters', 'ready', send(500)),
  page('forbidden to strangers', 'ready', send(403)),
  page('log-in wanted', 'ready', send(401)),
  page('connection reset', 'doubtful noPage', (response) => response.socket?.resetAndDestroy()),
  page('closed without a word', 'doubtful noPage', (response) => response.socket?.end()),
  page('no HTTP', 'doubtful noPage', (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n')),
  page('no content', 'late', send(204, '')),
  page('a file to save', 'late', typed('text/csv', 'a,b', { 'content-disposition': 'attachment; filename=a.csv' })),
  page('unknown bytes', 'late', typed('application/octet-stream', 'x')),
  page('silence', 'late', () => undefined),
]

const documents: readonly OddPage[] = [
  page('JSON', 'ready', typed('application/json', '{}')),
  page('plain text', 'ready', typed('text/plain', 'odd')),
  page('a picture', 'ready', typed('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>')),
  page('XML', 'ready', typed('application/xml', '<odd/>')),
  page('five megabytes', 'ready', send(200, html(`<!--${'x'.repeat(5_000_000)}-->`))),
  page('packed', 'ready', send(200, gzipSync(html()), { 'content-encoding': 'gzip' })),
  page('GBK', 'ready', typed('text/html; charset=gbk', html())),
  page('three seconds late', 'ready', (response) => void setTimeout(() => send(200)(response), 3_000)),
  page('a body that never ends', 'ready', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).write(html())),
  page('a PDF beside text', 'doubtful pdfInside', send(200, html('<object data="/contract.pdf" type="application/pdf"></object>'))),
]

const ways: readonly OddPage[] = [
  page('forwarded', 'ready', leads('/good')),
  page('moved for good', 'ready', leads('/good', 301)),
  page('sent on by a header', 'ready', send(200, html(), { refresh: '0; url=/good' })),
  page('sent on by a meta element', 'ready', send(200, html('', '<meta http-equiv="refresh" content="0; url=/good">'))),
  page('sent on by script', 'ready', send(200, script(`location.replace('/good')`))),
  page(
    'sent on by a form',
    'ready',
    send(200, html('<form action="/form" method="post"></form><script>document.forms[0].submit()</script>')),
  ),
  page('sent in a circle', 'doubtful noPage', leads(at('sent in a circle'))),
]

const frames: readonly OddPage[] = [
  page('frames denied', 'doubtful refused', send(200, html(), { 'x-frame-options': 'DENY' })),
  page('frames of its own alone', 'doubtful refused', send(200, html(), { 'x-frame-options': 'SAMEORIGIN' })),
  page('no ancestors', 'doubtful refused', send(200, html(), { 'content-security-policy': `frame-ancestors 'none'` })),
  page('any ancestors', 'ready', send(200, html(), { 'content-security-policy': 'frame-ancestors *' })),
  page('an outdated permission', 'ready', send(200, html(), { 'x-frame-options': 'ALLOW-FROM https://else.example' })),
  page('a sandbox of its own', 'ready', send(200, html(), { 'content-security-policy': 'sandbox allow-scripts' })),
  page(
    'isolated',
    'ready',
    send(200, html(), { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' }),
  ),
  page(
    'breaks out of frames',
    'ready',
    send(200, script(`try { if (top !== self) top.location = self.location } catch { document.title = 'kept' }`)),
  ),
  page('a stranger inside', 'ready', send(200, html('<iframe src="https://stranger.invalid/"></iframe>'))),
  page('opens windows', 'ready', send(200, script(`open('/good')`))),
  page('takes forms alone', 'ready', (response, { method }) => send(method === 'POST' ? 200 : 405)(response), { passMode: 'post' }),
  page(
    'crashes without a number',
    'ready',
    (response, request) => void text(request).then((form) => send(/(^|&)callerNum=(&|$)/.test(form) ? 500 : 200)(response)),
    { passMode: 'post' },
  ),
  page('takes a form and sends on', 'ready', (response, { method }) => (method === 'POST' ? leads('/good', 303) : send(200))(response), {
    passMode: 'post',
  }),
]

export const oddPages: readonly OddPage[] = [...answers, ...documents, ...ways, ...frames]
export const oddPath = at
