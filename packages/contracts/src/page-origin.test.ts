import { describe, expect, it } from 'vitest'
import { allowListInputSchema } from './objects/tenant.ts'

const kept = (origin: string): string | null => {
  const parsed = allowListInputSchema.safeParse({ origin })
  return parsed.success ? parsed.data.origin : null
}

describe('an address of the allowlist', () => {
  it.each([
    ['https://crm.example.com', 'https://crm.example.com'],
    ['HTTPS://CRM.Example.com:443/', 'https://crm.example.com'],
    ['http://crm.example.com:80', 'http://crm.example.com'],
    ['https://crm.example.com:8443', 'https://crm.example.com:8443'],
    ['https://*.example.com', 'https://*.example.com'],
    ['http://crm_intern:8080', 'http://crm_intern:8080'],
    ['http://localhost:8090', 'http://localhost:8090'],
    ['http://10.0.0.1', 'http://10.0.0.1'],
    ['http://127.1:8080', 'http://127.0.0.1:8080'],
    ['http://192.168.100.255', 'http://192.168.100.255'],
    ['https://4008.example', 'https://4008.example'],
    ['https://例子.公司', 'https://xn--fsqu00a.xn--55qx5d'],
    ['https://BÜCHER.example', 'https://xn--bcher-kva.example'],
    ['https://*.例子.公司', 'https://*.xn--fsqu00a.xn--55qx5d'],
    ['https://[2001:DB8:0:0:0:0:0:1]', 'https://[2001:db8::1]'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
    [' https://crm.example.com ', 'https://crm.example.com'],
  ])('%s is kept as %s', (written, form) => {
    expect(kept(written)).toBe(form)
  })

  it.each([
    'https://a..b',
    'https://.b',
    'https://a.',
    'https://-a.example',
    'https://a-.example',
    'https://*',
    'https://*.*.example',
    'https://a.*.example',
    'https://*.[::1]',
    'https://[::g]',
    'http://256.1.1.1',
    'http://1.2.3.4.5',
    'https://*.10.0.0.1',
    'https://crm.example.0',
    'https://[]',
    'https://crm.example:0',
    'https://crm.example:99999999',
    'https://crm.example/path',
    'https://crm.example?x',
    'https://user@crm.example',
    'ftp://crm.example',
    'crm.example',
    `https://${'a'.repeat(64)}.example`,
    'https://',
    '',
  ])('%s is refused', (written) => {
    expect(kept(written)).toBeNull()
  })
})
