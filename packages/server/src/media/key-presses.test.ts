import { expect, it } from 'vitest'
import { KeyPresses, type KeySource } from './key-presses.ts'

const counted = (presses: readonly (readonly [digit: string, by: KeySource, atMs: number])[]): string => {
  const keys = new KeyPresses()
  return presses
    .filter(([digit, by, atMs]) => keys.isNew({ leg: 'a', digit, by }, atMs))
    .map(([digit]) => digit)
    .join('')
}

it('a key that comes by both ways counts once, whichever is first', () => {
  expect(
    counted([
      ['5', 'audio', 0],
      ['5', 'signalling', 300],
    ]),
  ).toBe('5')
  expect(
    counted([
      ['5', 'signalling', 0],
      ['5', 'audio', 300],
      ['6', 'audio', 400],
      ['6', 'signalling', 500],
    ]),
  ).toBe('56')
})

it('the same key twice counts twice, by one way or by both', () => {
  expect(
    counted([
      ['5', 'audio', 0],
      ['5', 'audio', 200],
    ]),
  ).toBe('55')
  expect(
    counted([
      ['5', 'audio', 0],
      ['5', 'audio', 200],
      ['5', 'signalling', 300],
      ['5', 'signalling', 400],
    ]),
  ).toBe('55')
  expect(
    counted([
      ['5', 'audio', 0],
      ['5', 'signalling', 3000],
    ]),
  ).toBe('55')
})

it('keys of two telephones are not mixed up', () => {
  const keys = new KeyPresses()
  expect([keys.isNew({ leg: 'a', digit: '1', by: 'audio' }, 0), keys.isNew({ leg: 'b', digit: '1', by: 'signalling' }, 1)]).toEqual([
    true,
    true,
  ])
})
