import { timelineKinds } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { queueSeconds, timelineText } from './timeline-text.ts'

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

  it('says how an inspector took part, where a transfer went and why it failed', () => {
    expect(timelineText({ kind: 'supervisionStarted', data: { agentNumber: '103', mode: 'whisper' } }, 'zh-CN')).toBe(
      '质检员 103：私语辅导',
    )
    expect(timelineText({ kind: 'transferStarted', data: { agentNumber: '101', to: '102' } }, 'en')).toBe('101 transferred to 102')
    expect(timelineText({ kind: 'transferFailed', data: { cause: 'noAnswer' } }, 'en')).toBe('Transfer failed (No answer)')
  })

  it('says what a flow did, node by node', () => {
    const data = { nodeKind: 'menu', title: '主菜单', branch: '1', detail: '' }
    expect(timelineText({ kind: 'flowStep', data }, 'zh-CN')).toBe('流程：主菜单 · 菜单 → 1')
    const queue = { nodeKind: 'queue', title: '', branch: 'offDuty', detail: 'offDuty' }
    expect(timelineText({ kind: 'flowStep', data: queue }, 'en')).toBe('Flow: Queue → nobody on duty')
    expect(timelineText({ kind: 'flowStep', data: { nodeKind: 'hangUp', title: '', branch: '' } }, 'en')).toBe('Flow: Hang up')
  })

  it.each(timelineKinds)('says %s without facts and leaves no brace', (kind) => {
    expect(timelineText({ kind, data: {} }, 'en')).not.toMatch(/[{}]/)
  })
})

it('counts the queue from entering it to the first offer', () => {
  const at = (second: number) => new Date(second * 1000).toISOString()
  const queued = { kind: 'queued', at: at(2) } as const
  const offered = (second: number) => ({ kind: 'offered', at: at(second) }) as const
  expect(queueSeconds([{ kind: 'arrived', at: at(1) }, queued, offered(9), offered(30)])).toBe(7)
  expect(queueSeconds([queued])).toBe(null)
})
