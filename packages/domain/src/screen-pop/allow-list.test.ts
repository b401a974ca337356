import { describe, expect, it } from 'vitest'
import { isListed, originOf } from './allow-list.ts'

const rule = (origin: string, pathPrefix = '') => [{ origin, pathPrefix }]

describe('the address allowlist', () => {
  it.each([
    ['https://crm.example', '', 'https://crm.example/a?b#c', true],
    ['https://crm.example', '', 'https://CRM.example:443/a', true],
    ['https://crm.example', '', 'http://crm.example/a', false],
    ['https://crm.example', '', 'https://crm.example:8443/a', false],
    ['https://crm.example', '', 'https://crm.example.evil.com/', false],
    ['https://crm.example', '', 'https://evil.com/?https://crm.example', false],
    ['https://crm.example', '', 'https://crm.example@evil.com/', false],
    ['https://crm.example', '', 'https://evil.com#@crm.example', false],
    ['https://crm.example:8443', '', 'https://crm.example:8443@evil.com/', false],
    ['https://crm.example', '', 'https://crm.example:443@evil.com/', false],
    ['https://*.crm.example', '', 'https://evil.com\\.crm.example/', false],
    ['https://*.crm.example', '', 'https://evil.com\t.crm.example/', false],
    ['https://crm.example', '/app', 'https://crm.example/app\\..\\admin', false],
    ['https://crm.example', '', 'https://crm.example:8443x/', false],
    ['https://crm.example', '', 'https://crm.example?a=b@c', true],
    ['https://*.crm.example', '', 'https://a.b.crm.example/', true],
    ['https://*.crm.example', '', 'https://crm.example/', false],
    ['https://*.crm.example', '', 'https://evilcrm.example/', false],
    ['https://crm.example', '/app', 'https://crm.example/app', true],
    ['https://crm.example', '/app/', 'https://crm.example/app/x', true],
    ['https://crm.example', '/app', 'https://crm.example/application', false],
    ['https://crm.example', '/app', 'https://crm.example/app/../admin', false],
    ['https://crm.example', '/app', 'https://crm.example/app/%2e%2e/admin', false],
    ['http://localhost:8090', '', 'http://localhost:8090/crm', true],
    ['https://xn--fsqu00a.example', '', 'https://例子.example/a', true],
    ['https://例子.example', '', 'https://xn--fsqu00a.example/a', true],
    ['https://*.xn--fsqu00a.example', '', 'https://a.例子.example/', true],
    ['https://xn--fsqu00a.example', '', 'https://例孑.example/', false],
    ['https://[2001:db8::1]:8443', '', 'https://[2001:DB8:0:0::1]:8443/a', true],
    ['https://[2001:db8::1]', '', 'https://[2001:db8::2]/', false],
    ['http://127.0.0.1', '', 'http://0x7f.1/', true],
    ['https://crm.example', '', 'javascript:alert(1)', false],
    ['https://crm.example', '', 'data:text/html,x', false],
    ['https://crm.example', '', '//crm.example/', false],
  ])('%s%s lists %s: %s', (origin, prefix, url, listed) => {
    expect(isListed(rule(origin, prefix), url)).toBe(listed)
  })

  it('names origins without default ports', () => {
    expect(originOf('HTTPS://Crm.Example:443/x')).toBe('https://crm.example')
    expect(originOf('http://crm.example:8090/x')).toBe('http://crm.example:8090')
    expect(originOf('ftp://crm.example')).toBeNull()
  })
})
