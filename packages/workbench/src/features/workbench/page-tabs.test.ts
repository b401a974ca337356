import type { LivingPop } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { at, sampleCall, samplePop } from '../../realtime/sample-calls.ts'
import { frontTab, pageTabs } from './page-tabs.ts'

const living = (popId: number, trigger: LivingPop['trigger'] = 'answered'): LivingPop => ({
  popId,
  name: `page ${popId}`,
  url: 'https://crm.example',
  framePath: `/pop/living/${popId}`,
  position: popId,
  trigger,
  contextToken: false,
  grants: [],
  version: 1,
  blocked: null,
})
const pop = (popId: number, openMode: 'embedded' | 'separate' = 'embedded') => ({
  ...samplePop(popId, { openMode }),
  receivedAt: 0,
  restored: false,
})
const ringing = sampleCall()
const talking = sampleCall({ state: 'talking', answeredAt: at })

describe('the tabs of a contact', () => {
  it('are its pages and the Web API pages, in the administrator’s order, without those in windows of their own', () => {
    const tabs = pageTabs(talking, [pop(3), pop(2, 'separate')], [living(4), living(1)])
    expect(tabs.map(({ popId, isLiving }) => [popId, isLiving])).toEqual([
      [1, true],
      [3, false],
      [4, true],
    ])
  })

  it('leave a page that comes at the answer behind until then', () => {
    const tabs = (call = ringing) => pageTabs(call, [pop(2)], [living(1)])
    expect(frontTab(tabs(), null)?.popId).toBe(2)
    expect(frontTab(tabs(), 1)?.popId).toBe(1)
    expect(frontTab(tabs(talking), null)?.popId).toBe(1)
    expect(frontTab(tabs(talking), 2)?.popId).toBe(2)
  })

  it('have a page in front that comes at the ringing, where it rings', () => {
    expect(frontTab(pageTabs(ringing, [], [living(1, 'ringing')]), null)?.popId).toBe(1)
    expect(frontTab(pageTabs(ringing, [], [living(1)]), null)).toBeNull()
    const dialling = sampleCall({ direction: 'outbound', state: 'dialling' })
    expect(frontTab(pageTabs(dialling, [], [living(1, 'ringing')]), null)).toBeNull()
  })
})
