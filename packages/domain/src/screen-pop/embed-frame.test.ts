import { describe, expect, it } from 'vitest'
import type { HeaderLines } from './embed-answer.ts'
import { frameRefusal } from './embed-frame.ts'

const framing = { page: 'https://crm.example/card', framedBy: 'https://desk.example:8443' }
const by = (...headers: HeaderLines) => frameRefusal(headers, framing)?.by ?? 'allowed'
const options = (...values: string[]) => by(...values.map((value) => ['X-Frame-Options', value] as const))
const ancestors = (...values: string[]) => by(...values.map((value) => ['content-security-policy', `frame-ancestors ${value}`] as const))

describe('X-Frame-Options', () => {
  it.each([
    [[], 'allowed'],
    [['DENY'], 'deny'],
    [['deny '], 'deny'],
    [['SAMEORIGIN'], 'sameOrigin'],
    [['SAMEORIGIN', 'SAMEORIGIN'], 'sameOrigin'],
    [['SAMEORIGIN, DENY'], 'conflict'],
    [['SAMEORIGIN', 'ALLOW-FROM https://desk.example:8443'], 'conflict'],
    [['ALLOWALL', 'ALLOW-FROM https://desk.example:8443'], 'conflict'],
    [[',DENY'], 'conflict'],
    [['ALLOW-FROM https://desk.example:8443'], 'allowed'],
    [['ALLOWALL'], 'allowed'],
    [['DENY;'], 'allowed'],
    [['one', 'two'], 'allowed'],
  ] as const)('%j: %s', (values, result) => {
    expect(options(...values)).toBe(result)
  })

  it('of the same origin is no hindrance there', () => {
    expect(
      frameRefusal([['x-frame-options', 'SAMEORIGIN']], { page: 'https://desk.example:8443/x', framedBy: framing.framedBy }),
    ).toBeNull()
  })
})

describe('frame-ancestors', () => {
  it.each([
    ['', 'ancestors'],
    [`'none'`, 'ancestors'],
    [`'self'`, 'ancestors'],
    ['*', 'allowed'],
    [`'none' *`, 'allowed'],
    ['https:', 'allowed'],
    ['http:', 'allowed'],
    ['wss:', 'ancestors'],
    ['https://desk.example', 'ancestors'],
    ['https://desk.example:8443', 'allowed'],
    ['HTTPS://Desk.Example:8443', 'allowed'],
    ['https://desk.example:8443/', 'allowed'],
    ['https://desk.example:8443/app', 'ancestors'],
    ['http://desk.example:8443', 'allowed'],
    ['https://desk.example:*', 'allowed'],
    ['desk.example:8443', 'allowed'],
    ['desk.example', 'ancestors'],
    ['https://*.example:8443', 'allowed'],
    ['https://*.desk.example:8443', 'ancestors'],
    ['https://*.le:8443', 'ancestors'],
    ['https://*:8443', 'allowed'],
    ['*:8443', 'allowed'],
    ['https://*', 'ancestors'],
    ['*:*', 'allowed'],
    ['"https://desk.example:8443"', 'ancestors'],
    ['http://other.example https://desk.example:8443', 'allowed'],
    [`*; frame-ancestors 'none'`, 'allowed'],
    [`*, frame-ancestors 'none'`, 'ancestors'],
    ['https://desk.example:8443,https://other.example', 'allowed'],
  ])('%s: %s', (value, result) => {
    expect(ancestors(value)).toBe(result)
  })

  it('of every header line must agree, and overrules X-Frame-Options', () => {
    expect(ancestors('*', `'none'`)).toBe('ancestors')
    expect(by(['content-security-policy', 'frame-ancestors *'], ['x-frame-options', 'DENY'])).toBe('allowed')
    expect(by(['content-security-policy', `default-src 'self'`], ['x-frame-options', 'DENY'])).toBe('deny')
    expect(by(['content-security-policy-report-only', `frame-ancestors 'none'`])).toBe('allowed')
  })

  it('takes the usual ports for granted, and 80 for encrypted 443', () => {
    const usual = (source: string) =>
      frameRefusal([['content-security-policy', `frame-ancestors ${source}`]], { page: framing.page, framedBy: 'https://desk.example' })
    for (const source of [
      'https://desk.example',
      'https://desk.example:443',
      'http://desk.example',
      'http://desk.example:80',
      'desk.example',
    ])
      expect(usual(source), source).toBeNull()
    expect(usual('https://desk.example:8443')).not.toBeNull()
  })
})
