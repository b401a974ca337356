import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CheckOutcome, PageCheck, PageFinding } from '@openseat/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OutsideHttp } from '../../adapters/outside-http/outside-http.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'
import { demoServer, type TestClient } from '../../test-support/test-server.ts'
import { nightBegan } from './night-plan.ts'
import { operatorTimeZone } from '../../store/tenant-facts.ts'
import { NightlyChecks } from './nightly-checks.ts'
import { pageCheckHandlers } from './page-check-handlers.ts'
import { PageChecks } from './page-checks.ts'

const db = useTestDatabase()
const workbenchOrigin = 'https://desk.example:8443'
const logged: object[] = []
const outside = new OutsideHttp({ perMinute: 1_000 })
const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
let now = Date.now()
let server: Awaited<ReturnType<typeof demoServer>>
let checks: PageChecks
let admin: TestClient
let operator: TestClient
let origin = ''
let port = 0

/** The headers of the page at `/card`, as the test has it now. */
let pageHeaders: OutgoingHttpHeaders = {}
const pages: Readonly<Record<string, [number, OutgoingHttpHeaders]>> = {
  '/deny': [200, { 'x-frame-options': 'DENY' }],
  '/nobody': [200, { 'content-security-policy': `default-src 'self'; frame-ancestors 'none'` }],
  '/cookie': [200, { 'set-cookie': 'sid=secret; HttpOnly; SameSite=Lax' }],
  '/gone': [404, {}],
  '/login-needed': [403, {}],
  '/saved': [200, { 'content-disposition': 'attachment' }],
  '/moved': [302, { location: '/deny' }],
  '/circle': [302, { location: '/circle' }],
  '/to-login': [302, { location: 'http://login.example/sso' }],
  '/to-own-login': [302, { location: '/login' }],
  '/login': [200, { 'x-frame-options': 'DENY' }],
  '/to-metadata': [302, { location: 'http://169.254.169.254/latest/meta-data' }],
  '/to-script': [302, { location: 'javascript:alert(1)' }],
  '/post-moved': [302, { location: '/good' }],
  '/post-slash': [301, { location: '/post-slash/' }],
  '/post-kept': [307, { location: '/good' }],
}

/** The status by which a form is not taken; 0: it is. */
const forms: Readonly<Record<string, (body: string) => number>> = {
  '/get-only': () => 405,
  '/needs-number': (body) => (/callerNum=(&|$)/.test(body) ? 500 : 0),
  '/needs-note': (body) => (/note=(&|$)/.test(body) ? 400 : 0),
}
const enterprise = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const path = request.url?.split('?', 1)[0] ?? ''
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    if (path === '/hangs') return
    if (path === '/breaks') return void response.destroy()
    const refused = request.method === 'POST' && forms[path]?.(body)
    if (refused) return void response.writeHead(refused).end()
    const [status, headers] = path === '/card' ? [200, pageHeaders] : (pages[path] ?? [200, {}])
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<p>page</p>')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => enterprise.listen(0, '127.0.0.1', resolve))
  port = (enterprise.address() as AddressInfo).port
  origin = `http://localhost:${port}`
  server = await demoServer(db().database, undefined, ({ settings }) => {
    checks = new PageChecks({
      settings,
      outside,
      workbenchOrigin,
      now: () => now,
      log: { info: (facts: object) => void logged.push(facts) } as never,
    })
    return pageCheckHandlers(checks)
  })
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
  await operator.call('addAllowListEntry', { params: { tenantId: 1 }, body: { origin } })
})
afterAll(async () => {
  outside.close()
  await server.http.close()
  enterprise.closeAllConnections()
  enterprise.close()
})
beforeEach(() => {
  asked.length = 0
  logged.length = 0
})

const draft = async (path: string, more: object = {}): Promise<PageCheck> => {
  const url = path.startsWith('http') ? path : `${origin}${path}`
  const answer = await admin.call('checkScreenPopDraft', { body: { url, ...more } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as unknown as PageCheck
}
const codes = ({ findings }: PageCheck) => findings.map(({ severity, code }) => `${severity} ${code}`)
const adviceOf = (finding: PageFinding | undefined) => finding?.advice.map(({ action, value }) => `${action} ${value}`)

describe('the check of an address', () => {
  it.each([
    ['/good', 'ok', []],
    ['/deny', 'stops', ['stops frameOptionsDeny']],
    ['/moved', 'stops', ['stops frameOptionsDeny']],
    ['/nobody', 'stops', ['stops frameAncestors']],
    ['/cookie', 'warns', ['warns cookieSameSite']],
    ['/gone', 'stops', ['stops statusError']],
    ['/login-needed', 'warns', ['warns accessDenied']],
    ['/saved', 'stops', ['stops downloaded']],
    ['/circle', 'stops', ['stops redirectLoop']],
    ['/breaks', 'stops', ['stops answerBroken']],
    ['/to-login', 'stops', ['stops mixedPage', 'warns loginUnlisted']],
    ['/to-own-login', 'warns', ['warns loginOutside']],
    ['/to-metadata', 'stops', ['stops redirectUnlisted', 'stops mixedPage']],
    ['/to-script', 'stops', ['stops redirectUnlisted']],
  ] as [string, CheckOutcome, string[]][])('%s: %s %j', async (path, outcome, findings) => {
    const check = await draft(path)
    expect(codes(check)).toEqual(findings)
    expect(check.outcome).toBe(outcome)
    expect(JSON.stringify(check)).not.toContain('secret')
  })

  it('says word for word what to change', async () => {
    const check = await draft('/nobody')
    expect(adviceOf(check.findings[0])).toEqual([
      `setHeader Content-Security-Policy: default-src 'self'; frame-ancestors ${workbenchOrigin}`,
      'openSeparate separate',
    ])
  })

  it('asks nobody who is not listed, whatever stands in the address', async () => {
    for (const url of [
      'https://evil.example/x',
      `http://localhost:${port}@evil.example/`,
      `http://evil.example\\.localhost:${port}/`,
      `http://127.0.0.1:${port}/`,
      `http://2130706433:${port}/`,
      'http://[::1]/',
    ])
      expect(codes(await draft(url))[0], url).toBe('stops addressUnlisted')
    expect(asked).toEqual([])
  })

  it('asks as an agent’s browser would, with sample values and nothing else', async () => {
    await draft('/card?tab=2', { params: [{ name: 'id', source: 'callData', key: 'callid' }] })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'GET', url: `/card?tab=2&id=1653963570-252&origin=${workbenchOrigin}` })
    expect(asked[0]?.headers).toMatchObject({ 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' })
    expect(asked[0]?.headers.cookie).toBeUndefined()
  })

  it('of a form says whether the page takes it', async () => {
    expect(codes(await draft('/good', { passMode: 'post' }))).toEqual([])
    expect(asked[0]).toMatchObject({ method: 'POST', url: `/good?origin=${workbenchOrigin}` })
    expect(asked[0]?.body).toContain('callid=1653963570-252')
    expect(asked[0]?.headers).toMatchObject({ origin: workbenchOrigin, 'content-type': 'application/x-www-form-urlencoded' })
    expect(codes(await draft('/get-only', { passMode: 'post' }))).toEqual(['stops postRefused'])
    expect(codes(await draft('/gone', { passMode: 'post' }))).toEqual(['stops statusError'])
    expect(codes(await draft('/post-moved', { passMode: 'post' }))).toEqual(['info formForwarded'])
    expect(codes(await draft('/post-slash', { passMode: 'post' }))).toEqual(['stops redirectDropsForm'])
    expect(codes(await draft('/post-kept', { passMode: 'post' }))).toEqual([])
    expect(asked.at(-1)).toMatchObject({ method: 'POST', url: '/good' })
  })

  it('posts one sample of a caller without a number', async () => {
    const check = await draft('/needs-number', { passMode: 'post' })
    expect(check.findings).toMatchObject([{ code: 'emptyRefused', params: { status: 500, names: 'callerNum' } }])
    expect(asked.map(({ body }) => /callerNum=([^&]*)/.exec(body)?.[1])).toEqual(['13800138000', ''])
    const params = [
      { name: 'id', source: 'callData', key: 'callid' },
      { name: 'note', source: 'attachedData', key: 'note' },
    ]
    const noted = await draft('/needs-note', { passMode: 'post', params })
    expect(noted.findings).toMatchObject([{ code: 'emptyRefused', params: { status: 400, names: 'note' } }])
    // Where empty ones are left out, or none can be empty, there is no such sample.
    asked.length = 0
    await draft('/needs-number', { passMode: 'post', omitEmpty: true })
    await draft('/needs-number', { passMode: 'post', params: params.slice(0, 1) })
    expect(asked).toHaveLength(2)
  })

  it('of a window of its own does not mind the frame', async () => {
    expect(codes(await draft('/deny', { openMode: 'separate' }))).toEqual([])
  })

  it('is for those who manage screen pops', async () => {
    const agent = await server.client('wangmin@demo')
    expect((await agent.call('checkScreenPopDraft', { body: { url: `${origin}/good` } })).status).toBe(403)
    expect((await agent.call('checkScreenPop', { params: { id: 1 } })).status).toBe(403)
    expect((await admin.call('checkScreenPop', { params: { id: 99_999 } })).status).toBe(404)
  })
})

const make = async (name: string): Promise<number> => {
  const answer = await admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', name, url: `${origin}/card` } })
  return Number(answer.body['id'])
}
const stored = async (id: number) => (await admin.call('getScreenPop', { params: { id } })).body['lastCheck'] as PageCheck | null
const checkAudits = async () =>
  ((await admin.call('listAudit', { query: { objectType: 'screenPop' } })).body.items ?? []).filter(({ action }) => action === 'check')

describe('the result of a saved pop', () => {
  it('stands in the list until the page is another one, and changes no version', async () => {
    const id = await make('结果')
    expect(await stored(id)).toBeNull()
    pageHeaders = { 'x-frame-options': 'DENY' }
    const check = (await admin.call('checkScreenPop', { params: { id } })).body
    expect(await stored(id)).toEqual(check)
    const items = (await admin.call('listScreenPops')).body.items ?? []
    expect(items.find((item) => item['id'] === id)).toMatchObject({ lastCheck: { outcome: 'stops' }, version: 1 })
    const change = (body: object) =>
      admin.call('changeScreenPop', { params: { id }, body: { name: '结果', url: `${origin}/card`, ...body } })
    await change({ trigger: 'ringing' })
    expect(await stored(id)).toEqual(check)
    await change({ openMode: 'separate' })
    expect(await stored(id)).toBeNull()
  })

  it('is told and audited when the outcome is another one', async () => {
    const id = await make('变化')
    const before = (await checkAudits()).length
    for (const headers of [{}, {}, { 'x-frame-options': 'DENY' }, { 'x-frame-options': 'SAMEORIGIN' }, {}]) {
      pageHeaders = headers
      await admin.call('checkScreenPop', { params: { id } })
    }
    expect(logged.map((facts) => (facts as { outcome: string }).outcome)).toEqual(['ok', 'stops', 'ok'])
    const audits = await checkAudits()
    expect(audits).toHaveLength(before + 3)
    expect(audits[1]).toMatchObject({
      actor: 'admin',
      before: { outcome: 'ok' },
      after: { name: '变化', outcome: 'stops', codes: ['frameOptionsDeny'] },
    })
  })
})

describe('by night', () => {
  it('every enabled pop is checked once, by one of several programs, and again the next night', async () => {
    const id = await make('夜间')
    pageHeaders = {}
    const night = () =>
      new NightlyChecks({
        settings: server.settings,
        platform: db().database.platform,
        checks,
        now: () => now,
        failed: (error) => expect.unreachable(String(error)),
      })
    const programs = [night(), night(), night()]
    const look = () => Promise.all(programs.map((program) => program.look()))
    const began = nightBegan(now, operatorTimeZone()) + 24 * 3_600_000
    now = began + 115 * 60_000
    await look()
    expect(asked.filter(({ url }) => url.startsWith('/card'))).toEqual([])
    await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
    await look()
    expect(asked.filter(({ url }) => url.startsWith('/card'))).toHaveLength(1)
    expect((await stored(id))?.at).toBe(new Date(now).toISOString())
    await look()
    now = began + 10 * 3_600_000
    await look()
    expect(asked.filter(({ url }) => url.startsWith('/card'))).toHaveLength(1)

    // The next night the page refuses frames; a program that starts in the morning makes up for it.
    pageHeaders = { 'x-frame-options': 'DENY' }
    now = began + 34 * 3_600_000
    await night().look()
    expect((await stored(id))?.outcome).toBe('stops')
    expect((await checkAudits())[0]).toMatchObject({ actor: 'openseat', objectId: String(id), after: { outcome: 'stops' } })
    for (const program of programs) await program.close()
  })
})
