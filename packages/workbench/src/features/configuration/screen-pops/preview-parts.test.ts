import { expect, it } from 'vitest'
import { previewParts } from './preview-parts.ts'

it.each(['https://crm.example/x?tab=2&callerNum=138%20#/card?a=', 'https://crm.example', ''])('gives %s back when joined', (url) => {
  expect(
    previewParts(url)
      .map((part) => part.text)
      .join(''),
  ).toBe(url)
})

it('tells names from values', () => {
  expect(previewParts('https://a.example/?callid=1-2').slice(-3)).toEqual([
    { kind: 'name', text: 'callid' },
    { kind: 'rest', text: '=' },
    { kind: 'value', text: '1-2' },
  ])
})
