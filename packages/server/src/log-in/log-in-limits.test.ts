import { describe, expect, it } from 'vitest'
import { type Attempt, LogInLimits } from './log-in-limits.ts'

const office = '203.0.113.7'
const from = (account: string, more: Partial<Attempt> = {}): Attempt => ({ account, address: office, device: undefined, ...more })

function limits() {
  const clock = { now: 1_000_000 }
  const made = new LogInLimits(() => clock.now)
  const fail = (attempt: Attempt, times = 1) => Array.from({ length: times }, () => made.failed(attempt)).at(-1)
  return {
    made,
    fail,
    wait: (attempt: Attempt) => made.secondsLeft(attempt),
    later: (seconds: number) => void (clock.now += seconds * 1000),
  }
}

describe('wrong passwords', () => {
  it('of a stranger elsewhere lock nobody out', () => {
    const { fail, wait } = limits()
    fail(from('wang@demo', { address: '198.51.100.1' }), 6)
    expect([wait(from('wang@demo', { address: '198.51.100.1' })), wait(from('wang@demo'))]).toEqual([30, 0])
  })

  it('of many strangers close the account, but not to its known devices, which have a count of their own', () => {
    const { fail, wait, later } = limits()
    const device = from('wang@demo', { device: 'd' })
    for (let n = 0; n < 30; n++) fail(from('wang@demo', { address: `198.51.100.${n}` }))
    expect([wait(from('wang@demo')) > 3_000, wait(device)]).toEqual([true, 0])
    fail(device, 5)
    expect(wait(device)).toBe(15)
    later(3_600)
    expect(wait(from('wang@demo'))).toBe(0)
  })

  it('over many accounts slow their address down, once that is told, and no other', () => {
    const { made, wait, later } = limits()
    const told = Array.from({ length: 80 }, (_, n) => made.failed(from(`agent${n}@demo`)).slowed)
    expect(told.filter(Boolean)).toHaveLength(1)
    expect([
      wait(from('new@demo')) > 0,
      wait(from('new@demo', { device: 'd' })),
      wait(from('new@demo', { address: '203.0.113.8' })),
    ]).toEqual([true, 0, 0])
    later(3_600)
    expect(wait(from('new@demo'))).toBe(0)
  })

  it('are one customer’s, from wherever in an IPv6 network', () => {
    const { fail, wait } = limits()
    fail(from('wang@demo', { address: '2001:db8:1:2::1' }), 5)
    expect(wait(from('wang@demo', { address: '2001:db8:1:2:ffff::9' }))).toBe(15)
    expect(wait(from('wang@demo', { address: '2001:db8:1:3::1' }))).toBe(0)
    expect(wait(from('wang@demo', { address: '::1' }))).toBe(0)
  })

  it('are forgotten by a success, and by the administrator', () => {
    const { made, fail, wait } = limits()
    fail(from('wang@demo'), 5)
    made.forget('wang@demo')
    expect(wait(from('wang@demo'))).toBe(0)
  })
})

describe('five hundred agents behind one address', () => {
  it('are never refused, though each of them mistypes twice first', () => {
    const { made, wait, later } = limits()
    for (let n = 0; n < 500; n++) {
      const agent = from(`agent${n}@demo`)
      for (let mistyped = 0; mistyped < 2; mistyped++) {
        expect(wait(agent)).toBe(0)
        made.failed(agent)
      }
      expect(wait(agent)).toBe(0)
      made.succeeded(agent)
      later(0.5)
    }
  })

  it('may all be waiting at once up to a bound, which is each address’s own', async () => {
    const { made } = limits()
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiting = Array.from({ length: 256 }, () => made.within(office, () => promise))
    await expect(made.within(office, () => promise)).rejects.toMatchObject({ code: 'REQUEST_RATE' })
    const elsewhere = made.within('203.0.113.8', () => promise)
    resolve()
    await Promise.all([...waiting, elsewhere])
    await expect(made.within(office, () => Promise.resolve('served'))).resolves.toBe('served')
  })
})
