import { interfaceMappingSchema } from '@openseat/contracts'
import { afterEach, expect, it } from 'vitest'
import { AnswerReader } from './answer-reader.ts'

const open: AnswerReader[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((reader) => reader.close()))
})

function opened(): AnswerReader {
  const reader = new AnswerReader()
  open.push(reader)
  return reader
}

const mapping = (expression: string) =>
  interfaceMappingSchema.parse({ objects: [{ objectName: 'x', fields: [{ name: 'a', expression }] }] })
const large = (value: unknown) => JSON.stringify({ a: value, more: 'x'.repeat(900_000) })
const turn = (tenantId: number, timeoutMs = 20_000) => ({ tenantId, timeoutMs })
const one = { ok: true, cards: [expect.objectContaining({ fields: [expect.objectContaining({ value: '1' })] })] }

it('small and large answers say the same', async () => {
  const reader = opened()
  expect(await reader.read({ mapping: mapping('answer.a'), text: '{"a":1}' }, turn(1))).toEqual(one)
  expect(await reader.read({ mapping: mapping('answer.a'), text: large(1) }, turn(1))).toEqual(one)
  const specified = [{ objectName: '客户', values: [{ name: 'x', value: 'y'.repeat(900_000), type: '1', isMandatory: true }] }]
  expect(await reader.read({ mapping: null, text: JSON.stringify(specified) }, turn(1))).toMatchObject({ ok: true })
  expect(await reader.read({ mapping: mapping('answer.a'), text: `${large(1)}]` }, turn(1))).toMatchObject({
    ok: false,
    fault: { path: '$', rule: 'answerJson' },
  })
})

it('a mapping that wants to go on for ever ends, and the next one is read', async () => {
  const reader = opened()
  const endless = mapping('answer.a.map(x, answer.a.map(y, answer.a.map(z, z))).size()')
  const list = Array.from({ length: 1_000 }, (_each, at) => at)
  const [first, second] = await Promise.all([
    reader.read({ mapping: endless, text: large(list) }, turn(1)),
    reader.read({ mapping: mapping('answer.a'), text: large(1) }, turn(2)),
  ])
  expect(first).toMatchObject({ ok: false, fault: { code: 'tooMuchWork' } })
  expect(second).toEqual(one)
})

it('many of one tenant do not hold up another’s, and his queue ends', async () => {
  const reader = opened()
  const job = { mapping: mapping('answer.a'), text: large(1) }
  const ended: string[] = []
  const many = Array.from({ length: 140 }, async () => ended.push((await reader.read(job, turn(1))) === 'busy' ? 'busy' : 'read'))
  const other = reader.read(job, turn(2)).then(() => ended.push('other'))
  await Promise.all([...many, other])
  expect(ended.filter((word) => word === 'busy').length).toBeGreaterThanOrEqual(10)
  expect(ended.filter((word) => word !== 'busy').indexOf('other')).toBeLessThan(3)
})

it('whoever may not wait is told so', async () => {
  const reader = opened()
  expect(await reader.read({ mapping: mapping('answer.a'), text: large(1) }, turn(1, 0))).toBe('busy')
  await reader.close()
  expect(await reader.read({ mapping: mapping('answer.a'), text: large(1) }, turn(1))).toBe('busy')
})
