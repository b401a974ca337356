import { expect, it } from 'vitest'
import { browserOffers, OfferGate, telephoneOffers } from './offer-gate.ts'

const outcome = (promise: Promise<string>): Promise<string> =>
  promise.catch((error: Error & { code?: string }) => error.code ?? error.message)

it('carries out one offer at a time, and of those that wait the last one', async () => {
  const gate = new OfferGate(browserOffers, () => 0)
  const finish: (() => void)[] = []
  const begun: string[] = []
  const offer = (name: string) =>
    outcome(
      gate.run(() => {
        begun.push(name)
        return new Promise<string>((resolve) => finish.push(() => resolve(name)))
      }),
    )
  const all = ['a', 'b', 'c', 'd'].map(offer)
  await Promise.resolve()
  expect(begun).toEqual(['a'])
  finish[0]?.()
  await all[0]
  await expect.poll(() => begun).toEqual(['a', 'd'])
  finish[1]?.()
  expect(await Promise.all(all)).toEqual(['a', 'REQUEST_RATE', 'REQUEST_RATE', 'd'])
})

it('goes on after an offer that failed', async () => {
  const gate = new OfferGate(browserOffers, () => 0)
  expect(await outcome(gate.run(() => Promise.reject(new Error('no'))))).toBe('no')
  expect(await outcome(gate.run(async () => 'yes'))).toBe('yes')
})

it('600 offers in 15 seconds are no more than a few', async () => {
  let nowMs = 0
  const gate = new OfferGate(browserOffers, () => nowMs)
  let done = 0
  for (let i = 0; i < 600; i++) {
    nowMs = i * 25
    await outcome(gate.run(async () => String(done++)))
  }
  expect(done).toBeLessThanOrEqual(16)
  nowMs += 2_000
  expect(await outcome(gate.run(async () => 'later'))).toBe('later')
})

it('a telephone may be put on hold and taken back time and again, but not without end', () => {
  let nowMs = 0
  const gate = new OfferGate(telephoneOffers, () => nowMs)
  for (let i = 0; i < 200; i++) {
    nowMs += 250
    gate.count()
  }
  for (let i = 0; i < 50; i++) gate.count()
  expect(() => Array.from({ length: 100 }, () => gate.count())).toThrow(expect.objectContaining({ code: 'REQUEST_RATE' }))
})
