import { expect, it } from 'vitest'
import { KnownDevices } from './known-devices.ts'

const day = 86_400_000
const clock = { now: 20_000 * day }
const devices = new KnownDevices(Buffer.alloc(32, 1), () => clock.now)
const wang = { tenantId: 1, staffId: 7 }
const li = { tenantId: 1, staffId: 8 }

it('a device is known to the accounts that logged in on it, and to no other', () => {
  const cookie = devices.withMark(devices.withMark('', wang), li)
  expect(devices.recognise(cookie, wang)).toBeDefined()
  expect(devices.recognise(cookie, li)).toBeDefined()
  expect(devices.recognise(cookie, { tenantId: 2, staffId: 7 })).toBeUndefined()
  expect(new KnownDevices(Buffer.alloc(32, 2), () => clock.now).recognise(cookie, wang)).toBeUndefined()
})

it.each(['', '.', '~', 'x~y', '-~', 'zzzzzzzzzz-a~b', 'a'.repeat(5_000)])('%s is no mark', (cookie) => {
  expect(devices.recognise(cookie, wang)).toBeUndefined()
})

it('one account has one mark, a browser a few, and a mark half a year', () => {
  let cookie = devices.withMark('', wang)
  expect(devices.withMark(cookie, wang).split('.')).toHaveLength(1)
  for (let staffId = 100; staffId < 120; staffId++) cookie = devices.withMark(cookie, { tenantId: 1, staffId })
  expect([cookie.split('.').length, devices.recognise(cookie, wang)]).toEqual([8, undefined])
  const own = devices.withMark('', wang)
  clock.now += 179 * day
  expect(devices.recognise(own, wang)).toBeDefined()
  clock.now += 2 * day
  expect(devices.recognise(own, wang)).toBeUndefined()
})
