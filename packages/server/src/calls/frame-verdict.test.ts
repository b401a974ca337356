import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowsFrame, FrameVerdicts } from './frame-verdict.ts'

const framing = { page: 'https://crm.example/card', framedBy: 'https://desk.example:8443' }
const csp = (value: string) => ({ 'content-security-policy': value })

describe('headers of a page', () => {
  it.each([
    [{}, true],
    [{ 'x-frame-options': 'DENY' }, false],
    [{ 'x-frame-options': 'SAMEORIGIN' }, false],
    [{ 'x-frame-options': 'ALLOW-FROM https://desk.example' }, true],
    [csp(`default-src 'self'`), true],
    [csp(`frame-ancestors 'none'`), false],
    [csp(`frame-ancestors 'self'`), false],
    [csp('frame-ancestors *'), true],
    [csp('frame-ancestors https:'), true],
    [csp('frame-ancestors https://desk.example'), false],
    [csp('frame-ancestors https://desk.example:8443'), true],
    [csp('frame-ancestors https://desk.example:*'), true],
    [csp('frame-ancestors desk.example:8443'), true],
    [csp('frame-ancestors https://*.example:8443'), true],
    [csp('frame-ancestors http://other.example https://desk.example:8443'), true],
    [csp(`frame-ancestors *, frame-ancestors 'none'`), false],
    [{ ...csp('frame-ancestors *'), 'x-frame-options': 'DENY' }, true],
  ] as const)('%j: %s', (headers, allowed) => {
    expect(allowsFrame(new Headers(headers), framing)).toBe(allowed)
  })
})

describe('the verdict on an address', () => {
  let server: Server
  let origin = ''
  const asked: string[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/refuses') response.setHeader('x-frame-options', 'DENY')
      if (request.url === '/moved') response.writeHead(302, { location: '/refuses' })
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  const of = (verdicts: FrameVerdicts, url: string, listed = [new URL(url).origin]) =>
    verdicts.of({ url, framedBy: framing.framedBy, allowList: listed.map((entry) => ({ origin: entry, pathPrefix: '' })) })

  it('says what the page says, after redirects too, and that nobody answers', async () => {
    const verdicts = new FrameVerdicts(() => 0)
    expect(await of(verdicts, `${origin}/good`)).toBe('framable')
    expect(await of(verdicts, `${origin}/refuses`)).toBe('refused')
    expect(await of(verdicts, `${origin}/moved`)).toBe('refused')
    expect(await of(verdicts, 'http://127.0.0.1:1/')).toBe('unreachable')
  })

  it('asks without the call’s data, once for many calls, and again after a while', async () => {
    let now = 0
    const verdicts = new FrameVerdicts(() => now)
    asked.length = 0
    for (const n of [1, 2, 3]) await of(verdicts, `${origin}/card?callerNum=1380000000${n}#x`)
    expect(asked).toEqual(['/card'])
    now = 60_000
    await of(verdicts, `${origin}/card?callerNum=13800000004`)
    expect(asked).toEqual(['/card', '/card'])
  })

  it('asks no address that is not listed', async () => {
    asked.length = 0
    expect(await of(new FrameVerdicts(() => 0), `${origin}/good`, ['https://else.example'])).toBe('framable')
    expect(asked).toEqual([])
  })
})
