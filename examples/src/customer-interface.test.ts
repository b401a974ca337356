import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyNumber, failingNumber, malformedNumber, oddNumber, reportingNumber, slowNumber } from './customer-interface.ts'
import { createEnterprise, type Enterprise } from './enterprise.ts'

let enterprise: Enterprise
beforeAll(async () => void (enterprise = await createEnterprise(0)))
afterAll(() => enterprise.close())

const ask = (param: string, { path = '/rest/v1/queryCustomer', timeoutMs = 5_000 } = {}) =>
  fetch(`http://localhost:${enterprise.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ param }),
    signal: AbortSignal.timeout(timeoutMs),
  })

test('a known customer is answered in the specified shape, whatever form the number has', async () => {
  for (const number of ['13812345678', '+8613812345678']) {
    const answer = await ask(number)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    expect(await answer.json()).toMatchObject([
      {
        objectName: '客户',
        values: expect.arrayContaining([expect.objectContaining({ name: '手机', maskStyle: '1', isMandatory: true })]),
      },
      { objectName: '订单 A20418' },
      { objectName: '订单 A20377' },
      { objectName: '订单 A19860' },
    ])
  }
})

test('an unknown customer is an empty array', async () => {
  expect(await (await ask('13999999999')).json()).toEqual([])
})

test('the second version answers in a shape of its own', async () => {
  const path = '/rest/v2/customer'
  expect(await (await ask('13812345678', { path })).json()).toMatchObject({ code: 0, data: { customer: { fullName: '陈思远' } } })
  expect(await (await ask('13999999999', { path })).json()).toEqual({ code: 0, data: null })
})

test('six numbers misbehave', async () => {
  expect((await ask(failingNumber)).status).toBe(503)
  expect(Array.isArray(await (await ask(malformedNumber)).json())).toBe(false)
  expect(await (await ask(reportingNumber)).json()).toMatchObject({ code: 500 })
  expect(await (await ask(emptyNumber)).text()).toBe('')
  expect(await (await ask(oddNumber)).json()).toMatchObject([{ values: { length: 304 } }])
  await expect(ask(slowNumber, { timeoutMs: 300 })).rejects.toThrow()
})

test('anything else than the question is refused', async () => {
  const address = `http://localhost:${enterprise.port}/rest/v1/queryCustomer`
  expect((await fetch(address)).status).toBe(405)
  for (const body of ['x', '{}', '{"param":1}', `{"param":"${'1'.repeat(5_000)}"}`])
    expect((await fetch(address, { method: 'POST', body })).status, body).toBe(400)
})
