import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { FrameVerdicts } from './frame-verdict.ts'

const framedBy = 'https://desk.example:8443'

describe('the verdict on an address', () => {
  let server: Server
  let origin = ''
  const asked: string[] = []
  const outside = new OutsideHttp()

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/refuses') response.setHeader('x-frame-options', 'DENY')
      if (request.url === '/moved') response.writeHead(302, { location: '/refuses' })
      if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/', 'x-frame-options': 'DENY' })
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    outside.close()
    server.close()
    server.closeAllConnections()
  })

  const of = (verdicts: FrameVerdicts, url: string, listed = [new URL(url).origin]) =>
    verdicts.of({ url, tenantId: 1, framedBy, allowList: listed.map((entry) => ({ origin: entry, pathPrefix: '' })) })

  it('says what the page says, after redirects too, and that nobody answers', async () => {
    const verdicts = new FrameVerdicts(outside, () => 0)
    expect(await of(verdicts, `${origin}/good`)).toBe('framable')
    expect(await of(verdicts, `${origin}/refuses`)).toBe('refused')
    expect(await of(verdicts, `${origin}/moved`)).toBe('refused')
    expect(await of(verdicts, 'http://127.0.0.1:1/')).toBe('unreachable')
    expect(await of(verdicts, `${origin}/away`)).toBe('framable')
  })

  it('asks without the call’s data, once for many calls, and again after a while', async () => {
    let now = 0
    const verdicts = new FrameVerdicts(outside, () => now)
    asked.length = 0
    for (const n of [1, 2, 3]) await of(verdicts, `${origin}/card?callerNum=1380000000${n}#x`)
    expect(asked).toEqual(['/card'])
    now = 60_000
    await of(verdicts, `${origin}/card?callerNum=13800000004`)
    expect(asked).toEqual(['/card', '/card'])
  })

  it('asks no address that is not listed', async () => {
    asked.length = 0
    expect(await of(new FrameVerdicts(outside, () => 0), `${origin}/good`, ['https://else.example'])).toBe('framable')
    expect(asked).toEqual([])
  })
})
