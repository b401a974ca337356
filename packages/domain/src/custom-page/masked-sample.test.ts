import { expect, it } from 'vitest'
import { maskedSample } from './masked-sample.ts'

it('keeps the shape and the short codes of an answer, and nothing that it says of a person', () => {
  const answer = {
    code: 0,
    retcode: '0000',
    data: {
      name: '王小明',
      mobile: '13800001234',
      balance: 1234.5,
      card: 6222021234567890,
      vip: true,
      born: '1990-01-31',
      tags: ['老客户'],
    },
  }
  expect(JSON.parse(maskedSample(JSON.stringify(answer)))).toEqual({
    code: 0,
    retcode: '0000',
    data: { name: '某某某', mobile: '00000000000', balance: 0, card: 0, vip: true, born: '0000-00-00', tags: ['某某某'] },
  })
})

it('keeps what is the company’s own in the specified shape', () => {
  const field = { name: '手机', value: '13800001234', type: '1', isMandatory: true, maskStyle: '1' }
  const level = { name: '等级', value: 'standard', type: '5', isMandatory: false, dictItems: [{ key: 'standard', value: '普通' }] }
  const masked: unknown = JSON.parse(maskedSample(JSON.stringify([{ objectName: '客户', values: [field, level, '王小明'] }])))
  expect(masked).toEqual([{ objectName: '客户', values: [{ ...field, value: '00000000000' }, level, '某某某'] }])
})

it('hides what is no JSON, too, and what is masked already stays as it is', () => {
  const once = maskedSample('<b>Ödön 王小明 13800001234</b>')
  expect(once).toBe('<x>某x某x 某某某 00000000000</x>')
  expect(maskedSample(once)).toBe(once)
})
