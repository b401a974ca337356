import { describe, expect, it } from 'vitest'
import { attachedDataOf } from './attached-data.ts'

describe('attached data as lines', () => {
  it('takes pairs and passes over empty lines', () => {
    expect(attachedDataOf('语言=中文\n\n a = b=c ')).toEqual({ ok: true, data: { 语言: '中文', a: 'b=c' } })
    expect(attachedDataOf('')).toEqual({ ok: true, data: {} })
  })

  it.each([
    ['a=1\nno pair', 2],
    ['=x', 1],
    [`${'k'.repeat(65)}=1`, 1],
  ])('names the line that is no pair in %j', (text, line) => {
    expect(attachedDataOf(text)).toEqual({ ok: false, line })
  })

  it('is not misled by names of object properties', () => {
    expect(attachedDataOf('__proto__=1')).toEqual({ ok: true, data: Object.fromEntries([['__proto__', '1']]) })
  })
})
