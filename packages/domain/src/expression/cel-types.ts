// Types as the library names them, and as people are told them.
import type { ExpressionType } from './plain-value.ts'

export const celTypes: { readonly [Type in ExpressionType]: string } = {
  any: 'dyn',
  bool: 'bool',
  // Whoever calculates with a date has its text.
  date: 'string',
  list: 'list',
  map: 'map',
  number: 'double',
  string: 'string',
}

const ours: ReadonlyMap<string, ExpressionType> = new Map([
  ['bool', 'bool'],
  ['double', 'number'],
  ['int', 'number'],
  ['string', 'string'],
  ['uint', 'number'],
])

/** `null` stays itself. */
export function ourType(cel: string): ExpressionType | 'null' {
  const type = /^(?:optional|dyn)<(.*)>$/.exec(cel)?.[1] ?? cel
  if (/^list\b/.test(type)) return 'list'
  if (/^map\b/.test(type)) return 'map'
  return type === 'null' ? 'null' : (ours.get(type) ?? 'any')
}
