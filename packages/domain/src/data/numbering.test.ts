import { describe, expect, it } from 'vitest'
import { writtenForms } from './numbering.ts'

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
