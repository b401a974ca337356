// Keys that a caller presses: of one question, ahead of it, and after it.
import type { Collection } from '@openseat/domain'
import { describe, expect, it } from 'vitest'
import { KeyCollector } from './key-collector.ts'
import { PressedKeys } from './pressed-keys.ts'
import { SecretVault } from './secret-vault.ts'

const digits: Collection = {
  min: 2,
  max: 4,
  terminator: '#',
  firstDigitSeconds: 5,
  interDigitSeconds: 3,
  keys: null,
  pattern: null,
  secret: false,
}
const menu: Collection = { ...digits, min: 1, max: 1, terminator: null, keys: '12*' }

/** `-` is a pause that is too long. */
function collected(collection: Collection, pressed: string): unknown {
  const collector = new KeyCollector(collection)
  for (const key of pressed) {
    const result = key === '-' ? collector.patienceOver() : collector.press(key)
    if (result) return result
  }
  return null
}

describe('a question for digits', () => {
  it.each([
    ['12#', 'ok', '12', null],
    ['1234', 'ok', '1234', '#'],
    ['1#', 'invalid', '1', null],
    ['#', 'invalid', '', null],
    ['12-', 'ok', '12', null],
    ['1-', 'invalid', '1', null],
    ['-', 'noInput', '', null],
    ['1*#', 'ok', '1*', null],
    ['1A#', 'invalid', '1A', null],
  ] as const)('%s: %s', (pressed, outcome, value, swallows) => {
    expect(collected(digits, pressed)).toEqual({ outcome, value, swallows })
  })

  it('goes on while more may come', () => {
    expect(collected(digits, '123')).toBeNull()
  })

  it('is of the whole of what was keyed', () => {
    const pattern = '[12]{2,4}'
    expect(collected({ ...digits, pattern }, '12#')).toMatchObject({ outcome: 'ok' })
    expect(collected({ ...digits, pattern }, '129#')).toMatchObject({ outcome: 'invalid', value: '129' })
  })

  it('waits longer for the first key than between two', () => {
    const collector = new KeyCollector(digits)
    expect(collector.patienceSeconds).toBe(5)
    collector.press('1')
    expect(collector.patienceSeconds).toBe(3)
  })
})

describe('a menu', () => {
  it.each([
    ['2', 'ok', '2'],
    ['*', 'ok', '*'],
    ['9', 'invalid', '9'],
    ['-', 'noInput', ''],
  ] as const)('%s: %s', (pressed, outcome, value) => {
    expect(collected(menu, pressed)).toMatchObject({ outcome, value })
  })
})

describe('keys pressed ahead', () => {
  it('are kept in their order, thirty at most', () => {
    const keys = new PressedKeys()
    for (let i = 0; i < 40; i += 1) keys.keep(String(i % 10))
    const taken = Array.from({ length: 31 }, () => keys.take())
    expect(taken.slice(0, 3)).toEqual(['0', '1', '2'])
    expect(taken[30]).toBeNull()
    expect(keys.isEmpty).toBe(true)
  })

  it('do not count a terminator that only ends what its length has ended', () => {
    const keys = new PressedKeys()
    keys.swallow('#', 1_000)
    expect(keys.isNew('#', 2_000)).toBe(false)
    expect(keys.isNew('#', 2_100)).toBe(true)
    keys.swallow('#', 3_000)
    expect(keys.isNew('1', 3_100)).toBe(true)
    expect(keys.isNew('#', 3_200)).toBe(true)
    keys.swallow('#', 10_000)
    expect(keys.isNew('#', 20_000)).toBe(true)
  })
})

describe('a vault', () => {
  it('gives a secret to whoever has its reference', () => {
    const vault = new SecretVault()
    const ref = vault.keep('482913')
    expect(ref.length).toBe(6)
    expect(JSON.stringify(ref)).not.toContain('482913')
    expect(vault.open(ref)).toBe('482913')
    expect(new SecretVault().open(ref)).toBeUndefined()
  })

  it('takes out of an answer what a service repeats of it, by name and by value', () => {
    const vault = new SecretVault()
    vault.keep('482913')
    const answer = { pin: 'x', echo: { body: 'pin=482913', number: 482913 }, list: ['482913', 'ok'], balance: 12.5 }
    expect(vault.without(answer, new Set(['pin']))).toEqual({ echo: { body: '', number: null }, list: ['', 'ok'], balance: 12.5 })
  })
})
