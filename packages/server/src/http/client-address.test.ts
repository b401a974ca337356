import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { addressReader } from './client-address.ts'

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage

it.each([
  ['203.0.113.7', '1.2.3.4', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.9', '198.51.100.9'],
  ['::ffff:127.0.0.1', '198.51.100.9', '198.51.100.9'],
  ['127.0.0.1', '1.2.3.4, 198.51.100.9', '198.51.100.9'],
  ['127.0.0.1', '1.2.3.4, 198.51.100.9, 10.1.2.3', '198.51.100.9'],
  ['10.1.2.3', '2001:db8::1', '2001:db8::1'],
  ['127.0.0.1', 'unknown', '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1'],
  ['127.0.0.1', undefined, '127.0.0.1'],
])('from %s, forwarded for %s: it is %s', (remote, forwarded, address) => {
  expect(addressReader(['127.0.0.0/8', '10.0.0.0/8', '::1'])(request(remote, forwarded))).toBe(address)
})

it('without proxies of ours nobody else’s word counts', () => {
  expect(addressReader([])(request('127.0.0.1', '198.51.100.9'))).toBe('127.0.0.1')
})
