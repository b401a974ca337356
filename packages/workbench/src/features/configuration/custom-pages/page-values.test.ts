import { customPageInputSchema, problemsOf } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { moved, newObject, sentOf, valuesOf } from './page-values.ts'

describe('a page in its form', () => {
  it('sends nothing of the kind of source that is not chosen', () => {
    const values = valuesOf(null)
    expect(sentOf({ ...values, source: { ...values.source, interfaceId: 4 } }).source).toEqual({ kind: 'internal', objects: [newObject()] })
    expect(sentOf({ ...values, source: { ...values.source, kind: 'external', interfaceId: 4 } }).source).toEqual({
      kind: 'external',
      interfaceId: 4,
    })
  })

  it('says what is missing where it is missing', () => {
    const problems = (values: object) => {
      const parsed = customPageInputSchema.safeParse(values, { reportInput: true })
      return parsed.success ? [] : problemsOf(parsed.error).map(({ field, code }) => `${field} ${code}`)
    }
    expect(problems(sentOf(valuesOf(null)))).toEqual([
      'name FIELD_REQUIRED',
      'source.objects.0.name FIELD_REQUIRED',
      'source.objects.0.tableId FIELD_REQUIRED',
      'source.objects.0.fieldIds FIELD_REQUIRED',
    ])
    const external = { ...valuesOf(null), name: 'x', source: { kind: 'external' as const, interfaceId: null, objects: [] } }
    expect(problems(sentOf(external))).toEqual(['source.interfaceId FIELD_REQUIRED'])
  })

  it('comes back as it was saved', () => {
    const page = { id: 1, name: 'p', layout: { style: 'tile', columns: 2 }, status: 'draft', pops: [], version: 1 } as const
    const source = { kind: 'internal', objects: [{ name: 'o', tableId: 3, fieldIds: ['c2', 'c1'] }] } as const
    const input = { ...page, pops: [], source: { kind: source.kind, objects: [{ ...source.objects[0], fieldIds: ['c2', 'c1'] }] } }
    expect(sentOf(valuesOf(input))).toEqual({ name: 'p', layout: page.layout, source })
  })
})

it('moves rows within their list', () => {
  expect([moved(['a', 'b', 'c'], 0, 1), moved(['a', 'b', 'c'], 2, -1), moved(['a', 'b'], 1, 1), moved(['a'], 0, -1)]).toEqual([
    ['b', 'a', 'c'],
    ['a', 'c', 'b'],
    ['a', 'b'],
    ['a'],
  ])
})
