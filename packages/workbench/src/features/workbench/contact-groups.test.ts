import { describe, expect, it } from 'vitest'
import type { Contact } from '../../realtime/contact-state.ts'
import { at, sampleCall, sampleSeat } from '../../realtime/sample-calls.ts'
import { frontAfter, groupContacts } from './contact-groups.ts'

const contact = (callId: string, change = {}): Contact => ({ callId, call: sampleCall({ callId, ...change }), pops: [], kept: false })
const ended = { state: 'ended', answeredAt: at } as const
const talking = { state: 'talking', answeredAt: at } as const

describe('the column', () => {
  it('groups ringing, active, wrap-up and ended, the newest ended first', () => {
    const contacts = [contact('1', ended), contact('2', ended), contact('3', ended), contact('4', talking), contact('5')]
    const groups = groupContacts(contacts, sampleSeat({ state: 'wrapUp', callId: '3' }))
    expect(groups.map(({ key, contacts: members }) => [key, members.map(({ callId }) => callId)])).toEqual([
      ['ringing', ['5']],
      ['active', ['4']],
      ['wrapUp', ['3']],
      ['ended', ['2', '1']],
    ])
  })
})

describe('the contact in front', () => {
  const contacts = [contact('1', ended), contact('2', talking)]
  const context = { front: '1', contacts, byHand: false, isTyping: false }
  const answered = { type: 'call.talking', call: sampleCall({ callId: '2', ...talking }) } as const

  it('is the one that was answered', () => {
    expect(frontAfter(context, answered)).toBe('2')
  })

  it('stays while the agent types, unless the agent answered by hand', () => {
    expect(frontAfter({ ...context, isTyping: true }, answered)).toBe('1')
    expect(frontAfter({ ...context, isTyping: true, byHand: true }, answered)).toBe('2')
  })

  it('is the one that rings, unless the agent types', () => {
    const ringing = { type: 'call.ringing', call: sampleCall({ callId: '2' }) } as const
    expect(frontAfter(context, ringing)).toBe('2')
    expect(frontAfter({ ...context, isTyping: true }, ringing)).toBe('1')
    expect(frontAfter({ ...context, front: null }, ringing)).toBe('2')
  })

  it('falls to another when it is gone', () => {
    const gone = { type: 'call.ended', call: sampleCall({ callId: '3', state: 'ended' }) } as const
    expect(frontAfter({ ...context, front: '3' }, gone)).toBe('2')
    expect(frontAfter({ ...context, front: '3', contacts: [] }, gone)).toBeNull()
  })
})
