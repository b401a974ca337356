import { expect, it } from 'vitest'
import { newContact } from '../contact/contact.ts'
import { EndedContacts } from './ended-contacts.ts'

const ended = (callId: string, attached = 0) =>
  newContact({
    callId,
    channel: 'voice',
    direction: 'inbound',
    callerNumber: '138',
    calledNumber: '4466',
    startedAt: 0,
    revision: 1,
    attachedData: { a: 'x'.repeat(attached) },
  })

it('ended contacts are kept in a bounded number', () => {
  const contacts = new EndedContacts(() => false)
  for (let n = 0; n < 2_000; n++) contacts.add(ended(String(n)))
  expect(contacts.size).toBe(500)
  expect([contacts.has('1499'), contacts.has('1500'), contacts.has('1999')]).toEqual([false, true, true])
})

it('ended contacts are kept in a bounded number of bytes, with the one that ended just now and those in wrap-up', () => {
  const contacts = new EndedContacts(({ callId }) => callId === '3')
  for (let n = 0; n < 400; n++) contacts.add(ended(String(n), 16_000))
  expect(contacts.size).toBeLessThan(140)
  expect([contacts.has('3'), contacts.has('4'), contacts.has('399')]).toEqual([true, false, true])
  contacts.add(ended('huge', 4_000_000))
  expect([contacts.size, contacts.has('huge'), contacts.has('3')]).toEqual([2, true, true])
})
