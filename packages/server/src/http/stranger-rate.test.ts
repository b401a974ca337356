import { expect, it } from 'vitest'
import { StrangerRate } from './stranger-rate.ts'

function scene() {
  const clock = { now: 0 }
  const rate = new StrangerRate(() => clock.now)
  /** How many of so many requests are served. */
  const served = (count: number, address: string, token?: string): number => {
    let served = 0
    for (let i = 0; i < count; i += 1) {
      try {
        rate.take(address, token)
        served += 1
      } catch (error) {
        expect(error).toMatchObject({ code: 'REQUEST_RATE', params: { seconds: 1 } })
      }
    }
    return served
  }
  return { clock, rate, served }
}

it('500 agents behind one address open the workbench within five minutes', () => {
  const { clock, rate, served } = scene()
  for (let agent = 0; agent < 500; agent += 1) {
    clock.now += 600
    expect(served(60, '192.0.2.1')).toBe(60)
    rate.known('192.0.2.1', `log-in ${agent}`)
  }
})

it('beyond it an address is refused in words, others and those who are logged in are not', () => {
  const { clock, rate, served } = scene()
  rate.known('192.0.2.1', 'true')
  expect(served(20_000, '192.0.2.1')).toBe(6_000)
  expect(served(1, '192.0.2.2')).toBe(1)
  expect(served(500, '192.0.2.1', 'true')).toBe(500)
  clock.now += 1_000
  expect(served(500, '192.0.2.1')).toBe(100)
  expect(served(500, '192.0.2.1', 'false')).toBe(200)
  rate.known('192.0.2.1', 'another true')
  expect(served(500, '192.0.2.1', 'another true')).toBe(500)
})

it('one of a network of IPv6 is the whole network', () => {
  const { served } = scene()
  expect(served(3_500, '2001:db8:1:2::1') + served(3_500, '2001:db8:1:2:3::9')).toBe(6_000)
})

it('a log-in that was shown long ago is asked for again', () => {
  const { clock, rate, served } = scene()
  rate.known('192.0.2.1', 'true')
  served(10_000, '192.0.2.1')
  clock.now += 600_001
  served(10_000, '192.0.2.1')
  expect(served(500, '192.0.2.1', 'true')).toBe(200)
})
