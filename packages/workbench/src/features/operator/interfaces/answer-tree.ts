// A sample answer as a tree to click in, and what a click makes: an expression, a name and a type. Draws nothing.
import type { MappedField } from '@openseat/contracts'

export type AnswerPath = readonly (string | number)[]

export interface AnswerNode {
  readonly path: AnswerPath
  readonly label: string
  /** Of a plain value; null where there is more below. */
  readonly text: string | null
  readonly value: unknown
  readonly isList: boolean
  readonly children: readonly AnswerNode[]
}

/** More of a list than this says nothing new. */
const shownItems = 20
const deepest = 12

/** Null for what is no JSON. */
export function answerTree(sample: string): AnswerNode | null {
  try {
    return nodeOf([], JSON.parse(sample))
  } catch {
    return null
  }
}

function nodeOf(path: AnswerPath, value: unknown): AnswerNode {
  const last = path.at(-1)
  const label = last === undefined ? '$' : typeof last === 'number' ? `[${last}]` : last
  const isBranch = typeof value === 'object' && value !== null && path.length < deepest
  const children = isBranch ? entriesOf(value).map(([key, below]) => nodeOf([...path, key], below)) : []
  return { path, label, value, isList: Array.isArray(value), children, text: isBranch ? null : JSON.stringify(value) }
}

const entriesOf = (value: object): [string | number, unknown][] =>
  Array.isArray(value) ? value.slice(0, shownItems).map((below, index) => [index, below]) : Object.entries(value)

const named = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) && !/^(and|or|in|true|false|null)$/.test(key) ? key : `\`${key}\``)

/** As JSONata writes it: `data.orders[0].no`; `$` for the whole answer. */
export function expressionOf(path: AnswerPath): string {
  return (
    path.reduce<string>((all, key) => {
      if (typeof key === 'number') return `${all === '' ? '$' : all}[${key}]`
      return all === '' ? named(key) : `${all}.${named(key)}`
    }, '') || '$'
  )
}

/** Within a row of `rows`, if the value stands in one; else from the whole answer. */
export function expressionIn(path: AnswerPath, rows: string): string {
  if (rows === '') return expressionOf(path)
  const row = path.findIndex((key, at) => typeof key === 'number' && expressionOf(path.slice(0, at)) === rows)
  if (row >= 0) return expressionOf(path.slice(row + 1))
  const whole = expressionOf(path)
  return whole.startsWith('$') ? whole.replace('$', '$root') : `$root.${whole}`
}

export function guessedType(value: unknown): MappedField['type'] {
  if (typeof value === 'number') return 'number'
  if (typeof value !== 'string') return 'string'
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date'
  return /^\d{2}:\d{2}(:\d{2})?$/.test(value) ? 'time' : 'string'
}

/** The nearest name on the way to it. */
export const guessedName = (path: AnswerPath): string => path.findLast((key) => typeof key === 'string') ?? '$'
