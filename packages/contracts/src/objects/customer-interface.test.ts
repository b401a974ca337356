import { describe, expect, it } from 'vitest'
import { problemsOf } from '../validation.ts'
import { customerInterfaceInputSchema } from './customer-interface.ts'

const usual = { name: 'CRM', url: 'https://crm.example/rest/v1/queryCustomer' }
const problems = (given: object) => {
  const parsed = customerInterfaceInputSchema.safeParse({ ...usual, ...given }, { reportInput: true })
  return parsed.success ? [] : problemsOf(parsed.error).map(({ field, code, params }) => `${field} ${params['rule'] ?? code}`)
}
const header = (name: string, value = 'x') => ({ headers: [{ name, value }] })

describe('a customer interface', () => {
  it.each([
    ['https://crm.example'],
    ['http://10.0.0.5:8080/a?b=c@d'],
    ['http://[::1]:8090/rest/v1/queryCustomer'],
    ['HTTPS://crm.example/客户'],
  ])('may stand at %s', (url) => expect(problems({ url })).toEqual([]))

  it.each([
    ['ftp://crm.example/'],
    ['crm.example/x'],
    ['https://user:pass@crm.example/'],
    ['https://crm.example/#x'],
    ['https://crm.example/a b'],
    ['javascript:alert(1)'],
    ['https://'],
  ])('cannot stand at %s', (url) => expect(problems({ url })).toContain('url interfaceUrl'))

  it('has no header that is the connection’s affair, none twice and none with a line break', () => {
    for (const name of ['Host', 'content-length', 'Connection', 'Transfer-Encoding', 'TE', 'Proxy-Authorization', 'Content-Type'])
      expect(problems(header(name)), name).toEqual(['headers.0.name headerOwn'])
    for (const name of ['X Y', 'X:Y', 'X\r\nY', '中']) expect(problems(header(name)), name).toContain('headers.0.name headerName')
    for (const value of ['a\r\nHost: b', 'a\nb', 'a\0', '中'])
      expect(problems(header('X-Key', value)), value).toEqual(['headers.0.value headerValue'])
    expect(problems({ headers: [{ name: 'X-Key' }, { name: 'x-key' }] })).toEqual(['headers.1.name FIELD_TAKEN'])
    expect(problems(header('Authorization', 'Bearer abc.def='))).toEqual([])
  })

  it.each([
    ['timeoutMs', 499, 500],
    ['timeoutMs', 10_001, 10_000],
    ['name', 'x'.repeat(65), 'x'.repeat(64)],
    [
      'headers',
      Array.from({ length: 11 }, (_, index) => ({ name: `X-${index}` })),
      Array.from({ length: 10 }, (_, i) => ({ name: `X-${i}` })),
    ],
  ])('keeps the limits of %s', (field, beyond, within) => {
    expect(problems({ [field]: beyond })).toHaveLength(1)
    expect(problems({ [field]: within })).toEqual([])
  })
})
