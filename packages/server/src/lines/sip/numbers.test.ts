import { describe, expect, it } from 'vitest'
import { attachedDataOf } from './attached-data.ts'
import { failureOf, isTrunkFault, statusOf } from './causes.ts'
import { isDialable, isInRanges, routeFor } from './numbers.ts'

describe('ranges of called numbers', () => {
  it.each([
    ['4466', '4466', true],
    ['4466', '44661', true],
    ['4466', '446', false],
    ['4000-4999', '4500', true],
    ['4000-4999', '45001', true],
    ['4000-4999', '5000', false],
    ['021*', '02155', true],
    ['021*', '20155', false],
    ['+8621*', '862155', true],
    ['862155', '+862155', true],
    ['*', 'anything', true],
    ['1, 4466', '4466', true],
    ['', '4466', false],
  ])('%s takes %s: %s', (ranges, called, taken) => expect(isInRanges(ranges, called)).toBe(taken))
})

describe('outbound routes', () => {
  const route = (prefix: string, more: object = {}) => ({ prefix, stripDigits: 1, prepend: '9', trunkIds: [], ...more })
  const routes = ['', '0', '021', '+', '+49'].map((prefix) => route(prefix))
  const mobile = { number: '13812345678', e164: '+8613812345678' }
  const taken = (number: string, e164: string | null = null) => routeFor(routes, { number, e164 })?.route.prefix

  it.each([
    ['02155', null, '021'],
    ['0311', null, '0'],
    ['13900', null, ''],
    ['13812345678', '+8613812345678', '+'],
    ['004930123456', '+4930123456', '0'],
    ['930123456', '+4930123456', '+49'],
  ] as const)('%s (%s) takes %j: as it is dialled first, then with its country', (number, e164, prefix) =>
    expect(taken(number, e164)).toBe(prefix),
  )

  it('none leads anywhere when no prefix fits', () => {
    expect(routeFor([route('1')], { number: '2', e164: null })).toBeUndefined()
    expect(routeFor([route('2')], mobile)).toBeUndefined()
  })

  it('change the number as they say, in the form that they took', () => {
    expect(routeFor([route('0')], { number: '02155', e164: null })?.called).toBe('92155')
    expect(routeFor([route('+86', { stripDigits: 3, prepend: '0' })], mobile)?.called).toBe('013812345678')
    expect(routeFor([route('', { stripDigits: 0, prepend: '' })], mobile)?.called).toBe('13812345678')
  })

  it('take digits only', () => {
    expect(['139', '+86', '*9#', '13a', '', '1;x=y', '1@host'].map(isDialable)).toEqual([true, true, true, false, false, false, false])
  })
})

describe('statuses and causes', () => {
  it.each([
    [486, 'calleeBusy'],
    [600, 'calleeBusy'],
    [408, 'noAnswer'],
    [480, 'noAnswer'],
    [403, 'rejected'],
    [603, 'rejected'],
    [404, 'unknownNumber'],
    [484, 'unknownNumber'],
    [604, 'unknownNumber'],
    [500, 'networkFailure'],
    [503, 'networkFailure'],
    [420, 'networkFailure'],
  ] as const)('%i is %s', (status, cause) => expect(failureOf({ status })).toBe(cause))

  it('another trunk is tried for a trunk’s own fault only', () => {
    expect([500, 503, 408, 401, 407].every((status) => isTrunkFault({ status }))).toBe(true)
    expect([486, 404, 603, 403, 480, 600, 604].some((status) => isTrunkFault({ status }))).toBe(false)
  })

  it.each([
    ['noRoute', 404],
    ['tenantSuspended', 403],
    ['offDuty', 480],
    ['overflow', 486],
    ['waitExpired', 480],
    [null, 480],
  ] as const)('a call released as %s is refused with %i', (cause, status) => expect(statusOf(cause)).toBe(status))
})

describe('attached data', () => {
  it('comes from User-to-User and from fields of ours, with lower-case keys', () => {
    expect(
      attachedDataOf([
        { name: 'user-to-user', value: '4f726465722037;encoding=hex' },
        { name: 'x-openseat-customer', value: '%E7%8E%8B' },
        { name: 'x-other', value: 'no' },
      ]),
    ).toEqual({ uui: 'Order 7', customer: '王' })
  })

  it('leaves bytes that are no text, bad escapes and bad hex as they came', () => {
    expect(attachedDataOf([{ name: 'user-to-user', value: '00ff;encoding=hex' }])).toEqual({ uui: '00ff' })
    expect(attachedDataOf([{ name: 'user-to-user', value: '0x;encoding=hex' }])).toEqual({ uui: '0x' })
    expect(attachedDataOf([{ name: 'x-openseat-a', value: '100%' }])).toEqual({ a: '100%' })
  })

  it('ends where it becomes too large', () => {
    const data = attachedDataOf([
      { name: 'x-openseat-a', value: 'x' },
      { name: 'x-openseat-b', value: 'x'.repeat(16_384) },
    ])
    expect(Object.keys(data)).toEqual(['a'])
  })
})
