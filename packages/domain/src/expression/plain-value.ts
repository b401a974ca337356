// The values that expressions know: what JSON can say, and nothing with behaviour.
import { expressionLimits } from './limits.ts'

export type PlainValue = null | boolean | number | string | PlainValue[] | { [key: string]: PlainValue }

/** `date`: a text in ISO 8601, with or without a time. `any`: known only when it runs. */
export type ExpressionType = 'string' | 'number' | 'bool' | 'date' | 'list' | 'map' | 'any'

export type PlainMap = { [key: string]: PlainValue }

export const isMap = (value: PlainValue): value is PlainMap => typeof value === 'object' && value !== null && !Array.isArray(value)

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

export const isIsoDate = (value: PlainValue): boolean =>
  typeof value === 'string' && value.length <= 40 && isoDate.test(value) && !Number.isNaN(Date.parse(value))

const tests: { readonly [Type in ExpressionType]: (value: PlainValue) => boolean } = {
  any: () => true,
  bool: (value) => typeof value === 'boolean',
  date: isIsoDate,
  list: (value) => Array.isArray(value),
  map: isMap,
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
}

export const isOfType = (value: PlainValue, type: ExpressionType): boolean => tests[type](value)

export function typeOf(value: PlainValue): ExpressionType | 'null' {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'map'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'number' ? 'number' : 'string'
}

export interface PlainLimits {
  readonly depth: number
  /** Values inside values, the outermost counted. */
  readonly nodes: number
  /** UTF-16 code units of all texts and keys. */
  readonly characters: number
}

export type PlainFault = 'notPlain' | 'tooDeep' | 'tooManyNodes' | 'tooManyCharacters'

const usualLimits: PlainLimits = {
  depth: expressionLimits.depth,
  nodes: expressionLimits.resultNodes,
  characters: expressionLimits.resultCharacters,
}

/** Whether it is plain JSON of a bearable size, and of which: values inside values, and UTF-16 code units. Stops at the first fault: a value that shares its parts is not gone through to its end. */
export function checkPlain(
  value: unknown,
  limits: PlainLimits = usualLimits,
): { ok: true; value: PlainValue; nodes: number; characters: number } | { ok: false; fault: PlainFault } {
  const left = { nodes: limits.nodes, characters: limits.characters }
  const fault = faultIn(value, limits.depth, left)
  if (fault !== undefined) return { ok: false, fault }
  const found = { nodes: limits.nodes - left.nodes, characters: limits.characters - left.characters }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every part of it has been looked at
  return { ok: true, value: value as PlainValue, ...found }
}

type Left = { nodes: number; characters: number }

function faultIn(value: unknown, depth: number, left: Left): PlainFault | undefined {
  left.nodes -= 1
  if (left.nodes < 0) return 'tooManyNodes'
  if (typeof value === 'string') return spend(left, value.length)
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'notPlain'
  if (typeof value !== 'object') return 'notPlain'
  if (depth === 0) return 'tooDeep'
  return Array.isArray(value) ? faultInList(value, depth, left) : faultInMap(value, depth, left)
}

function faultInList(list: readonly unknown[], depth: number, left: Left): PlainFault | undefined {
  for (const item of list) {
    const fault = faultIn(item, depth - 1, left)
    if (fault !== undefined) return fault
  }
  return undefined
}

function faultInMap(map: object, depth: number, left: Left): PlainFault | undefined {
  const prototype: unknown = Object.getPrototypeOf(map)
  if (prototype !== null && prototype !== Object.prototype) return 'notPlain'
  for (const [key, value] of Object.entries(map)) {
    const fault = spend(left, key.length) ?? faultIn(value, depth - 1, left)
    if (fault !== undefined) return fault
  }
  return undefined
}

function spend(left: Left, characters: number): PlainFault | undefined {
  left.characters -= characters
  return left.characters < 0 ? 'tooManyCharacters' : undefined
}
