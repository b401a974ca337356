import { expect, it } from 'vitest'
import { eventDataOf, runInputOf, sampleSettings } from './lab-settings.ts'
import { SessionOffers } from './session-offers.ts'

it('an offer lasts from its first event to its Release; the next event that begins one is another', () => {
  const offers = new SessionOffers()
  const names = ['Ringing', 'Talking', 'Switch', 'IvrReturn', 'Release', 'Release', 'Ringing', 'Release', 'Talking'] as const
  expect(names.map((name) => offers.next('A', name))).toEqual(['A-1', 'A-1', 'A-1', 'A-1', 'A-1', 'A-1', 'A-2', 'A-2', 'A-3'])
  expect([offers.next('B', 'Ringing'), offers.next('A', 'Switch')]).toEqual(['B-4', 'A-3'])
})

it('the page is told strings, attached data as JSON text, empty when there is none', () => {
  const { sessions, ...rest } = sampleSettings('https://crm.example/')
  expect(eventDataOf(sessions.A, '')).toEqual({
    callerNum: '13800135678',
    calledNum: '4466',
    callid: '1653963570-252',
    mediaType: 'audio',
    callType: '0',
    workNo: '101',
    calldata: '{"customerId":"10086"}',
  })
  expect(eventDataOf(sessions.B, 'jws')).toMatchObject({ calldata: '', contextToken: 'jws' })
  expect(runInputOf({ ...rest, sessions }, 'https://other.example')).toMatchObject({
    attachedData: { customerId: '10086' },
    toldOrigin: 'https://other.example',
  })
})
