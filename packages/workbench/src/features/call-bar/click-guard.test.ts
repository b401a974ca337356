import { describe, expect, it } from 'vitest'
import { isMeant } from './click-guard.ts'

let now = 0
const click = (meaning: string, afterMs: number, { x = 1112, y = 28, detail = 1, since = -Infinity } = {}): boolean => {
  now += afterMs
  return isMeant({ detail, timeStamp: now, clientX: x, clientY: y } as MouseEvent, {
    meaning,
    since: since === -Infinity ? since : now - since,
  })
}

describe('a click in the bar', () => {
  it.each([120, 250, 400, 999])('that is the second of a double click does not do what came up at its place: %i ms', (ms) => {
    expect([click('Record', 5_000), click('Pause', ms)]).toEqual([true, false])
  })

  it('after a second is one of its own, as is one elsewhere, and the same again', () => {
    expect([click('Hold', 5_000), click('Retrieve', 1_001)]).toEqual([true, true])
    expect([click('Hold', 5_000), click('Mute', 200, { x: 1000 })]).toEqual([true, true])
    expect([click('Next', 5_000), click('Next', 200)]).toEqual([true, true])
  })

  it('on what has just changed its meaning was meant for what was there before', () => {
    expect([click('Unmute', 5_000, { since: 150 }), click('Unmute', 5_000, { since: 401 })]).toEqual([false, true])
  })

  it('that is a key’s is always meant', () => {
    expect([click('Hold', 5_000), click('Retrieve', 50, { detail: 0 })]).toEqual([true, true])
  })
})
