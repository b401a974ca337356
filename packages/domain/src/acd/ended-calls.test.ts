import { expect, it } from 'vitest'
import { newCall } from '../call/call.ts'
import { EndedCalls } from './ended-calls.ts'

const ended = (callId: string, attached = 0) =>
  newCall({
    callId,
    direction: 'inbound',
    callerNumber: '138',
    calledNumber: '4466',
    startedAt: 0,
    revision: 1,
    attachedData: { a: 'x'.repeat(attached) },
  })

it('ended calls are kept in a bounded number', () => {
  const calls = new EndedCalls(() => false)
  for (let n = 0; n < 2_000; n++) calls.add(ended(String(n)))
  expect(calls.size).toBe(500)
  expect([calls.has('1499'), calls.has('1500'), calls.has('1999')]).toEqual([false, true, true])
})

it('ended calls are kept in a bounded number of bytes, with the one that ended just now and those in wrap-up', () => {
  const calls = new EndedCalls(({ callId }) => callId === '3')
  for (let n = 0; n < 400; n++) calls.add(ended(String(n), 16_000))
  expect(calls.size).toBeLessThan(140)
  expect([calls.has('3'), calls.has('4'), calls.has('399')]).toEqual([true, false, true])
  calls.add(ended('huge', 4_000_000))
  expect([calls.size, calls.has('huge'), calls.has('3')]).toEqual([2, true, true])
})
