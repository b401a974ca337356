import { expect, it } from 'vitest'
import { i18n } from '../../i18n/language.ts'
import { sampleCall } from '../../realtime/sample-calls.ts'
import { audioTrouble } from './call-facts.ts'

it.each([
  [null, {}],
  ['desk.call.ownQuiet', { ownQuiet: true, otherQuiet: true }],
  ['desk.call.otherQuiet', { otherQuiet: true }],
  ['desk.call.customerLost', { customerLost: true }],
] as const)('of telephones that send nothing it says %s', (words, quiet) => {
  const call = sampleCall({ state: 'talking', ...quiet })
  expect(audioTrouble(call, { kind: 'connected' }, true)).toBe(words && i18n.global.t(words))
})
