import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attachedDataOf } from './attached-data.ts'
import { incomingText, isCallable } from './incoming-text.ts'

it('free text keeps what people write and loses what no column can hold', () => {
  expect(incomingText('张三 😀 \u0000a\u0007\u009f\ud83d', 64)).toBe('张三 😀 a')
  expect([...incomingText('😀'.repeat(100), 10)]).toHaveLength(10)
})

it('is text that can be stored, whatever came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 40 }), (text, max) => {
      const kept = incomingText(text, max)
      return kept.isWellFormed() && !/\p{Cc}/u.test(kept) && [...kept].length <= max
    }),
  )
})

it('a number is taken as it is or not at all', () => {
  expect(['4466', '+8613900001234', '*72#', 'desk-1', '4466.1'].filter(isCallable)).toHaveLength(5)
  expect(['', '4466\u0000', '4466\u0007', '44 66', '+', '４４６６', 'a'.repeat(65), '4466\ud83d', "44'66"].filter(isCallable)).toEqual([])
})

it('attached data come without control characters, however they are escaped', () => {
  const data = attachedDataOf([
    { name: 'x-openseat-order', value: '17%00%07' },
    { name: 'user-to-user', value: '%00vip%1b' },
    { name: 'x-openseat-broken', value: 'a%ed%a0%80\ufffd' },
  ])
  expect(data).toEqual({ order: '17', uui: 'vip', broken: 'a%ed%a0%80' })
})
