import { timelineKinds } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { timelineText } from './timeline-text.ts'

describe('timeline entries in words', () => {
  it('fills facts in and says a cause in words', () => {
    expect(timelineText({ kind: 'queued', data: { queueName: '贷款咨询' } }, 'zh-CN')).toBe('排队：贷款咨询')
    expect(timelineText({ kind: 'released', data: { cause: 'customerHangUp' } }, 'en')).toBe('Ended: Customer hung up')
  })

  it('says whose end it was and how a page fared in the language', () => {
    expect(timelineText({ kind: 'mediaLost', data: { party: 'agent' } }, 'zh-CN')).toBe('音频中断（座席）')
    expect(timelineText({ kind: 'digits', data: { party: 'customer', count: 2 } }, 'en')).toBe('2 keys pressed (customer)')
    expect(timelineText({ kind: 'frameFailed', data: { popName: 'CRM', outcome: 'timedOut' } }, 'zh-CN')).toContain('超时')
  })

  it.each(timelineKinds)('says %s without facts and leaves no brace', (kind) => {
    expect(timelineText({ kind, data: {} }, 'en')).not.toMatch(/[{}]/)
  })
})
