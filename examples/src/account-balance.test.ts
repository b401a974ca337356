import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnterprise, type Enterprise } from './enterprise.ts'

let enterprise: Enterprise
beforeAll(async () => void (enterprise = await createEnterprise(0)))
afterAll(() => enterprise.close())

const ask = (body: unknown) =>
  fetch(`http://localhost:${enterprise.port}/rest/v1/queryBalance`, { method: 'POST', body: JSON.stringify(body) })

test('an account is answered with its balance, an unknown one with nothing', async () => {
  expect(await (await ask({ account: '10000001' })).json()).toEqual({ code: 0, data: { account: '10000001', balance: 1234.5 } })
  expect(await (await ask({ account: '10000010' })).json()).toMatchObject({ code: 404, data: null })
})

test('a fault and a wrong question have a status of their own', async () => {
  expect((await ask({ account: '10000018' })).status).toBe(503)
  expect((await ask({ number: 5 })).status).toBe(400)
})
