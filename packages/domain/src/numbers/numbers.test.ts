import fc from 'fast-check'
import { writtenNumber } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { dialledNumber } from './dialled-number.ts'
import { china, numberForms, withheldForms } from './test-support/number-forms.ts'
import { numberKey } from './number-key.ts'
import { partyNumber } from './party-number.ts'
import { writtenForms } from './written-forms.ts'

const america = { country: 'US', internationalPrefix: '011', trunkPrefix: '1', numberForm: 'national' } as const
const printable = (text: string): string => JSON.stringify(text)

describe('whatever names a party', () => {
  it('is known in more than 150 forms', () => {
    expect(numberForms.length + withheldForms.length).toBeGreaterThan(250)
  })

  it.each(numberForms.map((row) => ({ ...row, name: `${row.at.country} ${printable(row.given)}` })))('$name is $shown', (row) => {
    const { shown, e164, extension } = row
    expect(partyNumber(row.given, row.at)).toEqual({ shown, e164, extension, withheld: false })
  })

  it.each(withheldForms.map((given) => ({ given, name: printable(given) })))('$name is withheld', ({ given }) => {
    expect(partyNumber(given, china)).toEqual({ shown: '', e164: null, extension: null, withheld: true })
  })

  it('is the same again when it is read as it was shown', () => {
    for (const { given, at } of numberForms) {
      const { shown, e164 } = partyNumber(given, at)
      expect(partyNumber(shown, at), given).toMatchObject({ shown, e164 })
    }
  })
})

const digitsIn = (text: string): number => text.match(/\p{N}/gu)?.length ?? 0
const alphabet = [
  ...'0123456789',
  ...'+-()./*#;,=%@:<>"\'x转 ',
  '１',
  '٣',
  '\u202A',
  '–',
  'tel:',
  'sip:',
  '+86',
  '0086',
  '00',
  'ext=',
  'phone-context=+86',
  '½',
  '😀',
]
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 30 }),
  fc.constantFrom(...numberForms.map(({ given }) => given)),
)
const numberings = fc.constantFrom(
  china,
  { ...china, numberForm: 'e164' } as const,
  america,
  { ...china, country: 'XX' },
  { ...china, country: 'IT', trunkPrefix: '' },
)

describe('any text at all', () => {
  const check = (property: (text: string, at: typeof china) => void) =>
    fc.assert(fc.property(anything, numberings, property), { numRuns: 3_000 })

  it('is read without a fault, and what was read is read the same again', () => {
    check((text, at) => {
      const { shown, e164, withheld } = partyNumber(text, at)
      expect(withheld).toBe(shown === '')
      expect(partyNumber(shown, at)).toMatchObject({ shown, e164 })
    })
  })

  it('gains no digit but the code of its country and the prefix that is dialled for it', () => {
    check((text, at) => {
      const { shown, e164 } = partyNumber(text, at)
      const before = digitsIn(text)
      expect(digitsIn(shown)).toBeLessThanOrEqual(before + 3)
      if (e164 !== null) expect(e164).toMatch(/^\+[1-9]\d{1,14}$/)
    })
  })

  it('written with the code of a country is of that country or of none', () => {
    fc.assert(
      fc.property(fc.constantFrom('1', '44', '49', '852', '7', '39'), fc.stringMatching(/^\d{4,11}$/), numberings, (code, rest, at) => {
        const { e164 } = partyNumber(`+${code}${rest}`, at)
        expect(e164 === null || e164.startsWith(`+${code}`)).toBe(true)
      }),
    )
  })

  it('that is dialled is dialled in digits', () => {
    check((text, at) => {
      const number = dialledNumber(text, at)
      if (typeof number === 'object') expect(number.dialled).toMatch(/^[0-9*#]{1,24}$/)
    })
  })

  it('has one key, whichever of its forms it is written in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numberForms.map(({ given }) => given)), (given) => {
        const { e164 } = partyNumber(given, china)
        if (e164 !== null) for (const form of writtenForms(given, china).slice(1)) expect(numberKey(form, 'CN')).toBe(e164)
      }),
    )
  })
})

describe('a number that is dialled', () => {
  const dialled = (text: string, at = china) => {
    const number = dialledNumber(text, at)
    return typeof number === 'string' ? number : [number.dialled, number.extension].filter((part) => part !== null).join(' then ')
  }

  it.each([
    ['+86 138-1234-5678', '13812345678'],
    ['+8613812345678', '13812345678'],
    ['0086 138 1234 5678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['13812345678', '13812345678'],
    ['013812345678', '013812345678'],
    ['1791113812345678', '1791113812345678'],
    ['+86 (0)21 5566 7788', '02155667788'],
    ['021-5566-7788-8001', '02155667788 then 8001'],
    ['4001234567#2', '4001234567 then 2'],
    ['+1 380 201 3800', '0013802013800'],
    ['0013802013800', '0013802013800'],
    ['14155552671', '14155552671'],
    ['+8695588', '95588'],
    ['*21*8001#', '*21*8001#'],
    ['8001', '8001'],
    ['1'.repeat(20), '1'.repeat(20)],
    ['1'.repeat(21), 'tooLong'],
    ['+1234567890123456', 'tooLong'],
    ['00' + '1'.repeat(20), 'tooLong'],
    ['*'.repeat(25), 'tooLong'],
    ['', 'none'],
    ['+', 'none'],
    ['1.38E+10', 'none'],
    ['1-800-FLOWERS', 'none'],
    ['anonymous', 'none'],
    ['138 1234 5678; drop', '13812345678'],
  ])('%s goes out as %s', (text, expected) => expect(dialled(text)).toBe(expected))

  it('follows the tenant’s own prefixes', () => {
    expect(dialled('+86 138 1234 5678', america as never)).toBe('0118613812345678')
    expect(dialled('+1 (415) 555-2671', america as never)).toBe('4155552671')
  })

  it('keeps a prefix that was typed, where it is also the code of the country', () => {
    for (const typed of ['14155552671', '1-415-555-2671', '4155552671'])
      expect(dialled(typed, { ...america, trunkPrefix: '1' } as never)).toBe(typed.replaceAll('-', ''))
  })
})

describe('the spelling of a number', () => {
  it('is taken apart without knowing its country', () => {
    expect(writtenNumber('+86 21-5566-7788;ext=12')).toEqual({ plus: true, digits: '862155667788', extension: '12', apart: '7788' })
    expect(writtenNumber('x8001')).toBeNull()
  })
})
