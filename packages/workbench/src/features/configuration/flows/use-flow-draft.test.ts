import { flowDocumentSchema } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { textAfterSave, textOf } from './use-flow-draft.ts'

const document = flowDocumentSchema.parse({ schema: 1, kind: 'ivr', name: 'x', start: 's', nodes: { s: { kind: 'start' } } })

it('shows what was saved, but never in place of what was typed meanwhile', () => {
  expect(textAfterSave('{}', '{}', document)).toBe(textOf(document))
  expect(textAfterSave('{}', '{ "more": 1 }', document)).toBe('{ "more": 1 }')
})
