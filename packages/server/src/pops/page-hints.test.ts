import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { PageHints } from './page-hints.ts'

const framedBy = 'https://desk.example:8443'
const deny = { 'x-frame-options': 'DENY' }
const html = { 'content-type': 'text/html' }
const pages: Readonly<Record<string, readonly [status: number, headers: Record<string, string>, body?: string]>> = {
  '/good': [200, html],
  '/refuses': [200, deny],
  '/ancestors': [200, { 'content-security-policy': "frame-ancestors 'self'" }],
  // What somebody without a log-in, a form or parameters gets says nothing of the agent's page.
  '/log-in': [302, { location: '/refuses' }],
  '/unauthorised': [401, deny],
  '/forbidden': [403, deny],
  '/no-parameters': [400, deny],
  '/post-only': [405, deny],
  '/broken': [500, deny],
  '/gone': [410, {}],
  '/itself': [302, { location: '/itself' }],
  '/away': [302, { location: 'http://169.254.169.254/', ...deny }],
  '/contract.pdf': [200, { 'content-type': 'application/pdf' }],
  '/contract': [200, html, '<!doctype html><h1>合同</h1><iframe id="doc" src="/doc.pdf" width="600"></iframe>'],
  '/link': [200, html, '<a href="/doc.pdf">合同</a>'],
}

describe('what the server sees of a page', () => {
  let server: Server
  let origin = ''
  const asked: { path: string; agent: string }[] = []
  const outside = new OutsideHttp()

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({ path: request.url ?? '', agent: request.headers['user-agent'] ?? '' })
      const [status, headers, body = ''] = pages[request.url ?? ''] ?? [200, {}]
      response.writeHead(status, headers).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    outside.close()
    server.close()
    server.closeAllConnections()
  })

  const of = (hints: PageHints, url: string, listed = [new URL(url).origin]) =>
    hints.of({ url, tenantId: 1, framedBy, allowList: listed.map((entry) => ({ origin: entry, pathPrefix: '' })) })

  it.each([
    ['/good', ''],
    ['/refuses', 'refused'],
    ['/ancestors', 'refused'],
    ['/log-in', ''],
    ['/unauthorised', ''],
    ['/forbidden', ''],
    ['/no-parameters', ''],
    ['/post-only', ''],
    ['/broken', ''],
    ['/away', ''],
    ['/gone', 'noPage'],
    ['/itself', 'noPage'],
    ['/contract.pdf', 'pdf'],
    ['/contract', 'pdfInside'],
    ['/link', ''],
  ])('counts only where the page itself answered: %s %s', async (path, hint) => {
    expect(await of(new PageHints(outside, () => 0), `${origin}${path}`)).toBe(hint)
  })

  it('is told of a page that nobody answers for', async () => {
    expect(await of(new PageHints(outside, () => 0), 'http://127.0.0.1:1/')).toBe('unreachable')
  })

  it('is asked for without the call’s data, under our name, once for many calls, and again after a while', async () => {
    let now = 0
    const hints = new PageHints(outside, () => now)
    asked.length = 0
    for (const n of [1, 2, 3]) await of(hints, `${origin}/card?callerNum=1380000000${n}#x`)
    expect(asked).toEqual([{ path: '/card', agent: expect.stringContaining('OpenSeat') as string }])
    now = 60_000
    await of(hints, `${origin}/card?callerNum=13800000004`)
    expect(asked).toHaveLength(2)
  })

  it('is asked of no address that is not listed', async () => {
    asked.length = 0
    expect(await of(new PageHints(outside, () => 0), `${origin}/good`, ['https://else.example'])).toBe('')
    expect(asked).toEqual([])
  })
})
