import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { framingDocument, postingDocument, type FramedPage } from './wrapper-document.ts'

const rules = [
  { origin: 'https://crm.example', pathPrefix: '/x' },
  { origin: 'https://*.shop.example', pathPrefix: '' },
]
const hostile = `"><script>alert(1)</script>'&amp;\r\n\u{1F600}javascript:`
const page: FramedPage = { callId: '1-1', popId: 7, name: hostile, url: 'https://crm.example/x?a="&b=<', form: null }
const form = [
  { name: 'submit', value: hostile },
  { name: 'b', value: '' },
]

/** Values of attributes as a browser reads them. */
const read = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39|#10|#13);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#10': '\n', '#13': '\r' })[name] ?? '',
  )
const scripts = (html: string): string[] => [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text ?? '')
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('the document around a page', () => {
  it.each([
    ['get', page],
    ['post', { ...page, form }],
  ])('runs our own scripts alone, whatever a value holds: %s', (_, framed) => {
    const { html, policy } = framingDocument(framed, rules)
    const allowed = /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? []
    expect(scripts(html).map(hashOf).toSorted()).toEqual(allowed.toSorted())
    expect(html).not.toContain("alert(1)</script>'&")
    expect(read(/title="([^"]*)"/.exec(html)?.[1] ?? '')).toBe(hostile)
  })

  it('lets the allowlist into frames, and forms to nobody unless it posts', () => {
    expect(framingDocument(page, rules).policy).toContain(`frame-src https://crm.example https://*.shop.example;`)
    expect(framingDocument(page, rules).policy).toContain(`form-action 'none'`)
    expect(framingDocument({ ...page, form }, rules).policy).toContain('form-action https://crm.example https://*.shop.example')
    expect(framingDocument(page, []).policy).toContain(`frame-src 'none'`)
  })

  it('names no IPv6 address, which a policy cannot: at the page’s own its scheme stands, and elsewhere nothing', () => {
    const six = [...rules, { origin: 'http://[2001:db8::1]:8080', pathPrefix: '' }]
    const there = { ...page, url: 'http://[2001:db8:0::1]:8080/x' }
    expect(framingDocument(there, six).policy).toContain('frame-src https://crm.example https://*.shop.example http:;')
    expect(framingDocument(page, six).policy).toContain('frame-src https://crm.example https://*.shop.example;')
  })

  it('has what is posted in hidden fields, byte for byte, and the frame without an address', () => {
    const { html } = framingDocument({ ...page, form }, rules)
    const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
    expect(fields.map(([, name = '', value = '']) => ({ name: read(name), value: read(value) }))).toEqual(form)
    expect(/<iframe[^>]*>/.exec(html)?.[0]).not.toContain('src=')
    expect(read(/action="([^"]*)"/.exec(html)?.[1] ?? '')).toBe(page.url)
  })
})

describe('the document of a window', () => {
  it('posts, and can be framed by nobody', () => {
    const { html, policy } = postingDocument({ ...page, form }, rules)
    expect(policy).toContain(`frame-ancestors 'none'`)
    expect(policy).toContain(scripts(html).map(hashOf).join(' '))
    expect(html).toContain('target="_self"')
  })
})
