import { describe, expect, it } from 'vitest'
import type { Contact } from '../../realtime/contact-state.ts'
import { at, sampleCall } from '../../realtime/sample-calls.ts'
import { loadedContacts } from './loaded-pages.ts'

const contact = (callId: string, state: 'ended' | 'talking'): Contact => ({
  callId,
  call: sampleCall({ callId, state, answeredAt: at }),
  pops: [],
  kept: true,
})
const ended = ['1', '2', '3', '4', '5'].map((callId) => contact(callId, 'ended'))
const loaded = (contacts: readonly Contact[], reopened: readonly string[] = []) => [...loadedContacts(contacts, reopened)].toSorted().join()

describe('the pages that stay loaded', () => {
  it('are those of the last three ended contacts, and of every one that goes on', () => {
    expect(loaded(ended)).toBe('3,4,5')
    expect(loaded([contact('0', 'talking'), ...ended, contact('6', 'talking')])).toBe('0,3,4,5,6')
    expect(loaded(ended.slice(0, 2))).toBe('1,2')
  })

  it('are also those that were opened again, in place of the oldest', () => {
    expect(loaded(ended, ['1'])).toBe('1,4,5')
    expect(loaded(ended, ['1', '2', '4', '9'])).toBe('1,2,4')
  })
})
