import { expect, test } from 'vitest'
import { placeIn } from './json-places.ts'

const text = JSON.stringify({ start: 's', nodes: { a: { config: { rows: [{ value: '1 + "x"' }, { value: 2 }] } }, 'b"c': {} } }, null, 2)
const at = (...path: string[]) => {
  const place = placeIn(text, path)
  return place && text.slice(place.from, place.to)
}

test('a value is found by its path', () => {
  expect(at('start')).toBe('"s"')
  expect(at('nodes', 'a', 'config', 'rows', '0', 'value')).toBe(String.raw`"1 + \"x\""`)
  expect(at('nodes', 'a', 'config', 'rows', '1')).toContain('2')
  expect(at('nodes', 'b"c')).toBe('{}')
})

test('where it is missing, its parent is found', () => {
  expect(at('nodes', 'a', 'config', 'prompts', '0')).toContain('"rows"')
  expect(at('nothing')).toBe(text)
})

test('a text that is no JSON has no places', () => {
  expect(placeIn('{"a": ', ['a'])).toBe(null)
  expect(placeIn('', [])).toBe(null)
})
