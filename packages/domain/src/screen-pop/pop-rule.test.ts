import type { PopCondition, PopRule } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { brokenPart, type RuledContact } from './pop-rule.ts'

const everything: PopRule = { queueIds: [], mediaTypes: [], directions: [], conditions: [] }
const contact: RuledContact = { queueId: 3, mediaType: 'audio', direction: 'inbound', attachedData: { tier: 'gold', empty: '' } }

describe('a pop’s rule', () => {
  it.each([
    [{}, null],
    [{ queueIds: [3, 4] }, null],
    [{ queueIds: [4] }, 'queue'],
    [{ mediaTypes: ['video'] }, 'media'],
    [{ directions: ['outbound'] }, 'direction'],
    [{ queueIds: [4], directions: ['outbound'] }, 'queue'],
  ] as const)('%j: %s', (rule, broken) => {
    expect(brokenPart({ ...everything, ...rule } as PopRule, contact)).toBe(broken)
  })

  it('limited to queues, is not for a contact without one', () => {
    expect(brokenPart({ ...everything, queueIds: [3] }, { ...contact, queueId: null })).toBe('queue')
  })

  it.each([
    ['tier', 'equals', 'gold', true],
    ['tier', 'equals', 'Gold', false],
    ['tier', 'differs', 'gold', false],
    ['missing', 'differs', 'gold', true],
    ['tier', 'contains', 'ol', true],
    ['missing', 'contains', '', false],
    ['tier', 'startsWith', 'go', true],
    ['tier', 'isPresent', '', true],
    ['empty', 'isPresent', '', false],
    ['empty', 'isAbsent', '', true],
    ['toString', 'isPresent', '', false],
    ['missing', 'isAbsent', '', true],
  ] as const)('%s %s "%s": %s', (key, operator, value, holds) => {
    const condition: PopCondition = { key, operator, value }
    expect(brokenPart({ ...everything, conditions: [condition] }, contact)).toBe(holds ? null : 'condition')
  })

  it('wants all conditions', () => {
    const conditions: PopCondition[] = [
      { key: 'tier', operator: 'isPresent', value: '' },
      { key: 'tier', operator: 'equals', value: 'x' },
    ]
    expect(brokenPart({ ...everything, conditions }, contact)).toBe('condition')
  })
})
