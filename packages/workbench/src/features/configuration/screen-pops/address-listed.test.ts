import { describe, expect, it } from 'vitest'
import { listedState, originOf } from './address-listed.ts'

const entry = (origin: string, pathPrefix = '', status: 'approved' | 'requested' | 'refused' = 'approved') => ({
  origin,
  pathPrefix,
  status,
})
const entries = [
  entry('https://crm.example.com'),
  entry('https://*.shop.example'),
  entry('http://10.0.0.8:8090', '/pop'),
  entry('https://wanted.example', '', 'requested'),
  entry('https://no.example', '', 'refused'),
]

describe('whether an address is listed', () => {
  it.each([
    ['https://crm.example.com/card?x=1#a', 'listed'],
    ['https://CRM.example.com:443/', 'listed'],
    ['http://crm.example.com/', 'unlisted'],
    ['https://crm.example.com:8443/', 'unlisted'],
    ['https://crm.example.com.evil.net/', 'unlisted'],
    ['https://a.b.shop.example/', 'listed'],
    ['https://shop.example/', 'unlisted'],
    ['https://evilshop.example/', 'unlisted'],
    ['http://10.0.0.8:8090/pop', 'listed'],
    ['http://10.0.0.8:8090/pop/get.html', 'listed'],
    ['http://10.0.0.8:8090/popup', 'unlisted'],
    ['https://wanted.example/', 'requested'],
    ['https://no.example/', 'unlisted'],
    ['javascript:alert(1)', 'noAddress'],
    ['https://', 'noAddress'],
    ['', 'noAddress'],
  ])('%s is %s', (url, state) => {
    expect(listedState(url, entries)).toBe(state)
  })

  it('names the origin that would have to be asked for', () => {
    expect(originOf('https://crm.example.com:8443/x?y')).toBe('https://crm.example.com:8443')
  })
})
