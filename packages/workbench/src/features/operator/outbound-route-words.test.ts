import { trunk as resource, type Trunk } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { i18n, language } from '../../i18n/language.ts'
import { valuesOf } from '../../resource/use-resource.ts'
import { changeText, prefixOf } from './outbound-route-words.ts'

language.value = 'en'
i18n.global.locale.value = 'en'

const trunk: Trunk = {
  ...resource.input.parse({ name: 't', host: 'carrier.example', mode: 'registering', user: '4001' }),
  id: 7,
  hasPassword: true,
  state: 'registered',
  since: '2026-01-01T00:00:00.000Z',
  calls: 3,
  version: 2,
}

it('a trunk’s form holds what can be changed and is right as it is; its password stays empty', () => {
  const values = valuesOf(resource, trunk)
  expect(resource.input.safeParse(values).success).toBe(true)
  expect(values).toMatchObject({ name: 't', user: '4001', password: '' })
  expect(values).not.toHaveProperty('calls')
})

it.each([
  ['', 0, '', 'Any number', 'as dialled'],
  ['021', 3, '', '021*', 'without the first 3'],
  ['0', 1, '+86', '0*', 'without the first 1, with +86 in front'],
])('a route of %j strips %i and prepends %j', (prefix, stripDigits, prepend, shownPrefix, shownChange) => {
  const route = { id: 1, prefix, stripDigits, prepend, trunkIds: [7], trunkNames: ['t'], version: 1 }
  expect([prefixOf(route), changeText(route)]).toEqual([shownPrefix, shownChange])
})
