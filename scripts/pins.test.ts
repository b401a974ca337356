import { expect, it } from 'vitest'
import { newestOfMajor } from './stages/pins.mjs'

it.each([
  ['24.9.0', ['24.9.0', '24.10.1', '25.0.0', '24.10.0'], '24.10.1'],
  ['18.4.0-beta.9', ['18.4.0-beta.9', '18.4.0-beta.17', '17.9.0'], '18.4.0-beta.17'],
  ['24.9.0', ['23.1.0'], undefined],
])('the newest of %s among %j is %s', (version, published, newest) => {
  expect(newestOfMajor(version, published)).toBe(newest)
})
