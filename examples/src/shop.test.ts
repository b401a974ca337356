import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEnterprise, type Enterprise } from './enterprise.ts'

const widget = { tenant: 'demo', publicId: 'w-test', key: 'a key', desk: 'http://localhost:8080' }
let enterprise: Enterprise
let plain: Enterprise
beforeAll(async () => {
  enterprise = await createEnterprise(0, widget)
  plain = await createEnterprise(0)
})
afterAll(async () => {
  await enterprise.close()
  await plain.close()
})

const at = ({ port }: Enterprise, path: string): string => `http://localhost:${port}${path}`
const ask = (from: Enterprise, headers: Record<string, string>, body: string) =>
  fetch(at(from, '/call-pass'), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
const own = (from: Enterprise) => ({ origin: at(from, '') })
const claimsOf = (pass: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(pass.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

describe('the shop', () => {
  test.each(['/shop/', '/shop/en.html'])('%s names its own desk and widget, and lets them in', async (page) => {
    const response = await fetch(at(enterprise, page))
    const html = await response.text()
    expect(html).toContain('src="http://localhost:8080/widget.js"')
    expect(html).toContain('data-widget="w-test"')
    expect(html).not.toContain('desk.example')
    expect(response.headers.get('content-security-policy')).toContain(
      "script-src 'self' http://localhost:8080; frame-src http://localhost:8080",
    )
  })

  test('has no button without a widget', async () => {
    const html = await (await fetch(at(plain, '/shop/'))).text()
    expect(html).toContain('示例商城')
    expect(html).not.toContain('<script')
    expect((await ask(plain, own(plain), '{}')).status).toBe(503)
  })

  test('signs who is signed in, on a page that it has', async () => {
    const response = await ask(enterprise, own(enterprise), JSON.stringify({ page: '/shop/en.html', lang: 'en', sub: '110' }))
    const { pass } = (await response.json()) as { pass: string }
    const [header = '', payload = '', signature] = pass.split('.')
    expect(signature).toBe(createHmac('sha256', 'a key').update(`${header}.${payload}`).digest('base64url'))
    expect(claimsOf(pass)).toMatchObject({
      wid: 'w-test',
      sub: '13812345678',
      data: { customer: '陈思远', lang: 'en', page: '/shop/en.html' },
    })
  })

  test.each(['{"page":"<script>","lang":"xx"}', '[1]', 'null', '{', 'x'.repeat(9_000)])(
    'signs nothing that a visitor makes up: %.20s',
    async (body) => {
      const response = await ask(enterprise, own(enterprise), body)
      const { pass } = (await response.json()) as { pass: string }
      expect(claimsOf(pass)['data']).toEqual({ customer: '陈思远', lang: 'zh-CN', page: '' })
    },
  )

  test('signs nothing for another site’s page, nor for a GET', async () => {
    expect((await ask(enterprise, { origin: 'http://localhost:1' }, '{}')).status).toBe(403)
    expect((await ask(enterprise, {}, '{}')).status).toBe(403)
    expect((await fetch(at(enterprise, '/call-pass'))).status).toBe(405)
  })
})
