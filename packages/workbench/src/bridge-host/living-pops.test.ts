import type { LivingPop } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { sampleCall } from '../realtime/sample-calls.ts'
import { nextLiving, popsInUse } from './living-pops.ts'

const pop = (popId: number, change: Partial<LivingPop> = {}): LivingPop => ({
  popId,
  name: `page ${popId}`,
  url: `https://crm.example/${popId}`,
  framePath: `/pop/living/${popId}`,
  position: popId,
  trigger: 'answered',
  contextToken: false,
  grants: [],
  version: 1,
  blocked: null,
  ...change,
})
const inUse = (...ids: number[]) => new Set(ids)

describe('the pages that stand', () => {
  it('are those of the settings, in their order, when nobody uses any', () => {
    const wanted = [pop(2), pop(1, { version: 2 })]
    expect(nextLiving([pop(1), pop(3)], wanted, inUse()).map(({ popId, version }) => [popId, version])).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  it('stay as they are while a contact uses them', () => {
    const shown = [pop(1), pop(2)]
    expect(nextLiving(shown, [pop(1, { version: 2, url: 'https://new.example' })], inUse(1, 2))).toEqual(shown)
  })

  it('go at once when their address leaves the allowlist', () => {
    const gone = pop(1, { blocked: 'addressNotListed' })
    expect(nextLiving([pop(1)], [gone], inUse(1))).toEqual([gone])
  })

  it('are in use by calls that go on', () => {
    const page = (popIds: number[]) => ({ offer: 'a', popIds, data: {} as never })
    const calls = [
      sampleCall({ page: page([1]) }),
      sampleCall({ state: 'ended', page: page([2]) }),
      sampleCall({ state: 'held', page: page([3]) }),
    ]
    expect([...popsInUse(calls)]).toEqual([1, 3])
  })
})
