import { expect, it } from 'vitest'
import { isListedOrigin } from './listed-origin.ts'

const listed = ['https://crm.example', 'http://10.0.0.8:8090', 'https://*.shop.example', 'https://*.port.example:8443']

it.each([
  ['https://crm.example', true],
  ['http://crm.example', false],
  ['https://crm.example:8443', false],
  ['https://crm.example.evil.net', false],
  ['http://10.0.0.8:8090', true],
  ['https://a.b.shop.example', true],
  ['https://shop.example', false],
  ['https://.shop.example', false],
  ['https://evilshop.example', false],
  ['http://a.shop.example', false],
  ['https://a.shop.example:1', false],
  ['https://a.port.example:8443', true],
  ['https://a.port.example', false],
  ['null', false],
  ['', false],
])('%s: %s', (origin, isListed) => {
  expect(isListedOrigin(listed, origin)).toBe(isListed)
})
