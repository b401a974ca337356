import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { framingDocument, postingDocument, type FramedPage } from './wrapper-document.ts'

const rules = [
  { origin: 'https://crm.example', pathPrefix: '/x' },
  { origin: 'https://*.shop.example', pathPrefix: '' },
]
const hostile = `"><script>alert(1)</script>'&amp;\r\n\u{1F600}javascript:`
const page: FramedPage = { callId: '1-1', popId: 7, name: hostile, url: 'https://crm.example/x?a="&b=<', form: null, grants: [] }
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

describe('what the page is given of the browser', () => {
  const allowOf = ({ html }: { html: string }) => read(/allow="([^"]*)"/.exec(html)?.[1] ?? '')
  const granted = { ...page, grants: ['clipboardWrite', 'geolocation'] as const }

  it('is what its record grants, at its own origin alone, in the frame and in the document around it', () => {
    const document = framingDocument({ ...granted, form }, rules)
    expect(allowOf(document)).toBe('clipboard-write https://crm.example; geolocation https://crm.example')
    expect(document.permissions.split(', ').toSorted()).toEqual([
      'camera=()',
      'clipboard-read=()',
      'clipboard-write=(self "https://crm.example")',
      'display-capture=()',
      'fullscreen=()',
      'geolocation=(self "https://crm.example")',
      'microphone=()',
      'payment=()',
    ])
  })

  it('is nothing where the record grants nothing', () => {
    expect(allowOf(framingDocument(page, rules))).toBe('')
    expect(framingDocument(page, rules).permissions).not.toContain('self')
  })

  it('is nothing at an IPv6 address, which browsers cannot be named', () => {
    const document = framingDocument({ ...granted, url: 'http://[2001:db8::1]:8080/x' }, rules)
    expect([allowOf(document), document.permissions.includes('self')]).toEqual(['', false])
  })

  it.each(['https://a;camera;b.shop.example/', 'https://a"b.shop.example/', 'https://a,microphone=*.shop.example/'])(
    'is nothing at a host that could be read as another grant: %s',
    (url) => {
      const document = framingDocument({ ...granted, url }, rules)
      expect([allowOf(document), document.permissions.includes('self')]).toEqual(['', false])
    },
  )
})

describe('the document of a window', () => {
  it('posts, and can be framed by nobody', () => {
    const { html, policy } = postingDocument({ ...page, form }, rules)
    expect(policy).toContain(`frame-ancestors 'none'`)
    expect(policy).toContain(scripts(html).map(hashOf).join(' '))
    expect(html).toContain('target="_self"')
  })
})
