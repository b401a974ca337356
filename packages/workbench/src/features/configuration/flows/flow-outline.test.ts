import { flowDocumentSchema } from '@openseat/contracts'
import { expect, test } from 'vitest'
import { outlineOf } from './flow-outline.ts'

const document = flowDocumentSchema.parse({
  schema: 1,
  kind: 'ivr',
  name: 'f',
  start: 's',
  onError: 'e',
  nodes: {
    e: { kind: 'hangUp', title: 'Sorry' },
    s: { kind: 'start', next: { next: 'm' } },
    m: { kind: 'menu', title: 'Main', next: { '1': 'p', noInput: 'm' } },
    p: { kind: 'play', next: { next: 'nowhere' } },
    x: { kind: 'teleport' },
  },
})

test('nodes stand in the order in which callers meet them, what cannot be reached last', () => {
  const outline = outlineOf(document, [])
  expect(outline.map(({ id }) => id)).toEqual(['s', 'm', 'p', 'e', 'x'])
  expect(outline[1]).toMatchObject({
    title: 'Main',
    branches: [
      { name: '1', to: 'p' },
      { name: 'noInput', to: 'm', target: 'Main' },
    ],
  })
  expect(outline[2]?.branches).toEqual([{ name: 'next', to: 'nowhere', target: 'nowhere' }])
  expect(outline.at(-1)).toMatchObject({ kind: 'teleport', isLonely: true })
})

test('problems are counted at their nodes', () => {
  const at = { node: '', branch: null, field: null, range: null, text: '' }
  const outline = outlineOf(document, [
    { ...at, code: 'branchTarget', severity: 'error', nodeId: 'p' },
    { ...at, code: 'unreachable', severity: 'warning', nodeId: 'x' },
    { ...at, code: 'endMissing', severity: 'error', nodeId: null },
  ])
  expect(outline.map(({ errors, warnings }) => [errors, warnings])).toEqual([
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 1],
  ])
})
