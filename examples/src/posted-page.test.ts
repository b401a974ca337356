import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnterprise, type Enterprise } from './enterprise.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let enterprise: Enterprise
let workbench: Server
let desk: string

beforeAll(async () => {
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1' }
  workbench = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => void workbench.listen(0, '127.0.0.1', resolve))
  desk = `http://127.0.0.1:${(workbench.address() as AddressInfo).port}`
  enterprise = await createEnterprise(0, { desk, tenant: 'acme', publicId: 'w', key: 'k' })
})
afterAll(async () => {
  workbench.close()
  await enterprise.close()
})

const own = (): string => `http://localhost:${enterprise.port}`
const post = (fields: Record<string, string>, language = 'zh') =>
  fetch(`${own()}/crm/order?lang=${language}`, { method: 'POST', body: new URLSearchParams(fields) })

function token(audience: string): string {
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const iat = Math.floor(Date.now() / 1000)
  const signed = `${encoded({ alg: 'ES256', kid: 'k1' })}.${encoded({ iss: desk, aud: audience, tenant: 'acme', iat, exp: iat + 120, call: {} })}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

test('shows the customer of the form, and the form', async () => {
  const html = await (await post({ callerNum: '13812345678', calledNum: '4466', callType: '0' })).text()
  expect(html).toContain('陈思远')
  expect(html).toContain('<dd>4466</dd>')
  expect(html).toContain('号码未经核实')
  expect(await (await post({ callerNum: '4466', calledNum: '13812345678', callType: '1' }, 'en')).text()).toContain('Chen Siyuan')
})

test('whatever stands in the form is text', async () => {
  const hostile = `"><script>alert(1)</script>'&\r\n\u{1F600}`
  const html = await (await post({ callerNum: hostile, [hostile]: hostile })).text()
  expect(html).not.toContain('<script')
  expect(html.match(/&lt;script&gt;/g)?.length).toBe(4)
  expect(html).toContain('\u{1F600}')
})

test('says whether the workbench vouches for it', async () => {
  expect(await (await post({ contextToken: token(own()) })).text()).toContain('号码可信')
  const foreign = await (await post({ contextToken: token('https://other.example') })).text()
  expect(foreign).toContain('上下文令牌无效')
  expect(foreign).not.toContain('号码可信')
})

test('says in words what it does not take', async () => {
  const opened = await fetch(`${own()}/crm/order?lang=en`)
  expect([opened.status, (await opened.text()).includes('POST form only')]).toEqual([405, true])
  const asJson = await fetch(`${own()}/crm/order`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  expect(asJson.status).toBe(415)
  expect((await post({ x: 'x'.repeat(70_000) })).status).toBe(415)
})
