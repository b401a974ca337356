import { describe, expect, it } from 'vitest'
import { shownNumber, writtenForms } from './numbering.ts'

const china = { country: 'CN', internationalPrefix: '00', trunkPrefix: '0' }
const america = { country: 'US', internationalPrefix: '011', trunkPrefix: '1' }

describe('the forms of one number', () => {
  const chinese = ['+8613812345678', '8613812345678', '008613812345678', '013812345678', '13812345678']

  it.each(chinese)('are all found from %s', (number) => {
    expect(writtenForms(number, china).toSorted()).toEqual(chinese.toSorted())
  })

  it('of a fixed line are found from any', () => {
    for (const number of ['02155667788', '+862155667788'])
      expect(writtenForms(number, china)).toEqual(expect.arrayContaining(['02155667788', '+862155667788', '00862155667788']))
  })

  it('of a foreign number leave out digits that are somebody else at home', () => {
    const forms = writtenForms('+13812345678', china)
    expect(forms).not.toContain('13812345678')
    expect(writtenForms('+14155552671', china)).toEqual(expect.arrayContaining(['+14155552671', '0014155552671']))
  })

  it('follow the tenant’s own country and prefixes', () => {
    expect(writtenForms('4155552671', america)).toEqual(
      expect.arrayContaining(['4155552671', '14155552671', '+14155552671', '01114155552671', '0014155552671']),
    )
    expect(writtenForms('0118613812345678', america)).toContain('+8613812345678')
  })

  it('of no known range are told apart by their digits', () => {
    expect(writtenForms('0999 123-456', china)).toContain('0999123456')
  })

  it.each(['10086', '110', '101', '*21#', '#31#13812345678', '', 'sip:alice'])('leave %s as it is dialled', (number) => {
    expect(writtenForms(number, china)).toEqual([number])
  })
})

describe('the form in which a tenant is shown a number', () => {
  const shown = (number: string, numberForm: 'national' | 'e164') => shownNumber(number, { ...china, numberForm })

  it.each([
    '8613812345678',
    '008613812345678',
    '013812345678',
    '13812345678',
    '02155667788',
    '0013022234567',
    '10086',
    '*21#',
    '',
    'desk.1',
  ])('is as the carrier says it by default: %s', (number) => expect(shown(number, 'national')).toBe(number))

  it('by default is digits only', () => {
    expect([shown('+8613812345678', 'national'), shown('+13022234567', 'national')]).toEqual(['8613812345678', '13022234567'])
  })

  it.each([
    ['+8613812345678', '+8613812345678'],
    ['008613812345678', '+8613812345678'],
    ['8613812345678', '+8613812345678'],
    ['013812345678', '+8613812345678'],
    ['13812345678', '+8613812345678'],
    ['02155667788', '+862155667788'],
    ['+13022234567', '+13022234567'],
    ['0013022234567', '+13022234567'],
    ['10086', '10086'],
    ['101', '101'],
    ['*21#', '*21#'],
    ['', ''],
    ['desk.1', 'desk.1'],
  ])('may be E.164: %s is %s', (number, form) => expect(shown(number, 'e164')).toBe(form))
})
