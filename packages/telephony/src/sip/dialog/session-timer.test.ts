import { expect, it } from 'vitest'
import { systemClock } from '../base/clock.ts'
import type { Header, SipRequest } from '../message/sip-message.ts'
import { FakeClock } from '../test-support/fake-clock.ts'
import { planAnswer, SessionTimer } from './session-timer.ts'

const invite = (...headers: Header[]) => ({ headers }) as unknown as SipRequest

const DAY_MS = 24 * 3600 * 1000

it.each(['4294967295', '2147484', '86401'])(
  'an interval of at least %s s neither ends the call nor refreshes it without end',
  (seconds) => {
    const answer = planAnswer(invite({ name: 'min-se', value: seconds }, { name: 'session-expires', value: seconds }), 1800)
    if (!('plan' in answer)) throw new Error('refused')
    expect(answer.headers[0]?.value).toBe(`${seconds};refresher=uas`)
    const clock = new FakeClock()
    let [refreshed, expired] = [0, 0]
    const timer = new SessionTimer({ clock, onRefresh: () => refreshed++, onExpired: () => expired++, onPulse: () => undefined })
    timer.start(answer.plan)
    clock.advance(DAY_MS / 2 - 1)
    expect(refreshed).toBe(0)
    clock.advance(1)
    expect(refreshed).toBe(1)
    clock.advance(10 * DAY_MS)
    expect(refreshed).toBeLessThan(20)
    expect(expired).toBe(0)
    timer.start({ ...answer.plan, refresher: 'remote' })
    expect(clock.timers).toBe(0)
  },
)

it('a wait longer than Node.js knows is a long one', async () => {
  let called = false
  const cancel = systemClock.after(2 ** 32 * 1000, () => (called = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  cancel()
  expect(called).toBe(false)
})
