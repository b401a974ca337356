import { StrangerRate } from '../http/stranger-rate.ts'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { CallIds } from '../ids/call-ids.ts'
import { PhoneExchange } from '../lines/browser/phone-exchange.ts'
import { noNetwork } from '../settings/network-parts.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { Visitors } from './visitors.ts'
import { addWidgetFrame } from './widget-frame.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
const template = '<!doctype html>\n<html lang="zh-CN">\n<body><div id="app"></div></body></html>'

beforeAll(async () => {
  const secrets = new SecretBox(randomBytes(32))
  server = await demoServer(db().database, { secrets, state: noNetwork, contacts: [] })
  const exchange = new PhoneExchange({
    overload: { admit: () => undefined },
    tenantOf: () => Promise.resolve(null),
    findLine: () => Promise.resolve(null),
    toAgent: () => undefined,
    iceServers: () => [],
    callIds: new CallIds(),
    now: () => Date.now(),
  })
  const visitors = new Visitors({
    settings: server.settings,
    platform: db().database.platform,
    secrets,
    exchange,
    rate: new StrangerRate(),
    now: () => Date.now(),
  })
  addWidgetFrame(server.http, visitors, () => Promise.resolve(template))
  admin = await server.client('admin@demo')
})
afterAll(() => server.http.close())

const settings = { name: 'shop', accessCode: '4466', origins: ['https://shop.example', 'http://localhost:8090'], media: 'both' }

async function made(): Promise<{ id: number; publicId: string }> {
  const { body } = await admin.call('createWidget', { body: settings })
  return body['widget'] as { id: number; publicId: string }
}

const frame = (query: string) =>
  server.http.inject({ url: `/widget/frame?${query}`, headers: { host: 'localhost', 'accept-language': 'en' } })
const ancestors = (policy: unknown): string => /frame-ancestors ([^;]*)/.exec(String(policy))?.[1] ?? ''

describe('a widget’s document', () => {
  it('is framed by its own sites only, as the settings are now, and knows them', async () => {
    const { id, publicId } = await made()
    const { statusCode, headers, payload } = await frame(`w=${publicId}`)
    expect([statusCode, headers['cache-control'], headers['x-frame-options']]).toEqual([200, 'no-store', undefined])
    expect(ancestors(headers['content-security-policy'])).toBe('https://shop.example http://localhost:8090')
    expect(headers['content-security-policy']).not.toMatch(/unsafe/)
    expect(headers['permissions-policy']).toMatch(/camera=\(self\), microphone=\(self\)/)
    expect(payload).toContain(
      `<html lang="en" data-widget="${publicId}" data-media="both" data-origins="https://shop.example http://localhost:8090">`,
    )
    await admin.call('changeWidget', { params: { id }, body: { ...settings, origins: ['https://new.example'] } })
    expect(ancestors((await frame(`w=${publicId}`)).headers['content-security-policy'])).toBe('https://new.example')
    await admin.call('changeWidget', { params: { id }, body: { ...settings, enabled: false } })
    expect((await frame(`w=${publicId}`)).statusCode).toBe(404)
  })

  it('speaks the language of the page around it', async () => {
    expect((await frame('w=none&lang=zh-CN')).payload).toContain('<p>呼叫组件不存在或已停用</p>')
    expect((await frame('w=none&lang=x')).payload).toContain('<p>This call button does not exist or is switched off</p>')
  })

  it.each(['', 'w=w-unknown', 'w=a&w=b', `w=${'x'.repeat(500)}`, 'w=%22%3E%3Cscript%3E'])(
    'with %j says that there is none',
    async (query) => {
      const { statusCode, headers, payload } = await frame(query)
      expect(statusCode).toBe(404)
      expect(ancestors(headers['content-security-policy'])).toBe('*')
      expect(payload).not.toContain('data-widget')
      expect(payload).not.toContain('<script')
    },
  )
})
