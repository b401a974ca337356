import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCustomer } from './customers.ts'
import { createEnterprise, type Enterprise } from './enterprise.ts'

let enterprise: Enterprise
beforeAll(async () => {
  enterprise = await createEnterprise(0)
})
afterAll(() => enterprise.close())

/** A raw address: fetch would tidy it first. */
function statusOf(rawPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: enterprise.port, path: rawPath }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}

test.each(['13812345678', '+86 138-1234-5678', '008613812345678'])('the customer of %s is found', (number) => {
  expect(findCustomer(number)?.name.zh).toBe('陈思远')
})

test('an unknown number has no customer', async () => {
  const response = await fetch(`http://127.0.0.1:${enterprise.port}/crm/customers.json?number=10086`)
  expect(await response.json()).toEqual({ customer: null })
})

test.each(['/', '/crm/customer.html', '/crm/customer.js', '/page.css'])('%s is served', async (address) => {
  expect(await statusOf(address)).toBe(200)
})

test.each([
  '/../src/main.ts',
  '/%2e%2e/src/main.ts',
  '/crm/..%2f..%2fpackage.json',
  '/..%5csrc/main.ts',
  '/%E0%A4%A',
  '/nothing.html',
  '/crm',
])('%s is not', async (address) => {
  expect(await statusOf(address)).not.toBe(200)
})

test('only this machine’s workbench may frame the pages', async () => {
  const response = await fetch(`http://127.0.0.1:${enterprise.port}/crm/customer.html`)
  expect(response.headers.get('content-security-policy')).toContain('frame-ancestors http://localhost:*')
})
