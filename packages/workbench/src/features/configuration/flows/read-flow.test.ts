import { expect, it } from 'vitest'
import { i18n } from '../../../i18n/language.ts'
import { readDocument, readFile } from './read-flow.ts'

const { t } = i18n.global
const document = { schema: 1, kind: 'ivr', name: 'x', start: 's', nodes: { s: { kind: 'start' } } }
const file = { format: 'openseat-flow', version: 1, flows: [{ number: 1, document }] }

it('reads what it wrote', () => {
  expect(readDocument(JSON.stringify(document))).toMatchObject({ document: { name: 'x' }, fault: '' })
  expect(readFile(JSON.stringify(file))).toMatchObject({ file: { version: 1 } })
})

it.each([{ name: 'of another product', nodes: [], connections: {} }, document, [], null, 'x'])(
  'says of %j that it is no file of a flow',
  (json) => {
    expect(readFile(JSON.stringify(json))).toEqual({ fault: t('flows.noFlowFile') })
  },
)

it('names the place of what is wrong where its name alone does not', () => {
  expect(readDocument(JSON.stringify({ ...document, more: 1 }))).toEqual({ document: null, fault: expect.not.stringContaining(': ') })
  expect(readFile(JSON.stringify({ ...file, flows: [{ number: 1, document: { ...document, schema: 2 } }] }))).toEqual({
    fault: expect.stringMatching(/^flows\.0\.document\.schema: /),
  })
})
