import { expect, it } from 'vitest'
import { widgetWarnings } from './widget-warnings.ts'

const widget = { enabled: true, anonymous: false, keys: [{ keyId: 'k', createdAt: '' }], origins: ['https://shop.example'] }

it.each([
  [{}, 'https://desk.example', []],
  [{ enabled: false }, 'https://desk.example', ['off']],
  [{ keys: [] }, 'https://desk.example', ['noKey']],
  [{ keys: [], anonymous: true }, 'https://desk.example', ['anonymous']],
  [{ origins: ['http://localhost:8090'] }, 'http://localhost:8080', []],
  [{ origins: ['http://localhost:8090'] }, 'https://desk.example', ['local']],
  [{}, 'http://10.0.0.5:8080', ['insecure']],
])('%j at %s has the warnings %j', (change, origin, warnings) => {
  expect(widgetWarnings({ ...widget, ...change }, origin)).toEqual(warnings)
})
