import { timelineKinds } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { timelineText } from './timeline-text.ts'

describe('timeline entries in words', () => {
  it('fills facts in and says a cause in words', () => {
    expect(timelineText({ kind: 'queued', data: { queueName: '贷款咨询' } }, 'zh-CN')).toBe('排队：贷款咨询')
    expect(timelineText({ kind: 'released', data: { cause: 'customerHangUp' } }, 'en')).toBe('Ended: Customer hung up')
  })

  it.each(timelineKinds)('says %s without facts and leaves no brace', (kind) => {
    expect(timelineText({ kind, data: {} }, 'en')).not.toMatch(/[{}]/)
  })
})
