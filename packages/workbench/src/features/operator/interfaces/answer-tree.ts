// A sample answer as a tree to click in, and what a click makes: an expression, a name and a type. Draws nothing.
import type { MappedField } from '@openseat/contracts'
import { answerName, rowName } from '@openseat/domain/custom-page/mapping-names'

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
  const label = last === undefined ? answerName : typeof last === 'number' ? `[${last}]` : last
  const isBranch = typeof value === 'object' && value !== null && path.length < deepest
  const children = isBranch ? entriesOf(value).map(([key, below]) => nodeOf([...path, key], below)) : []
  return { path, label, value, isList: Array.isArray(value), children, text: isBranch ? null : JSON.stringify(value) }
}

const entriesOf = (value: object): [string | number, unknown][] =>
  Array.isArray(value) ? value.slice(0, shownItems).map((below, index) => [index, below]) : Object.entries(value)

const step = (key: string | number): string =>
  typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key) && !/^(in|true|false|null)$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`

/** As it is written in the whole answer: `answer.data.orders[0].no`. */
export const expressionOf = (path: AnswerPath, root: string = answerName): string => root + path.map(step).join('')

/** Within a row of `rows`, if the value stands in one; else from the whole answer. */
export function expressionIn(path: AnswerPath, rows: string): string {
  const row = rows === '' ? -1 : path.findIndex((key, at) => typeof key === 'number' && expressionOf(path.slice(0, at)) === rows)
  return row < 0 ? expressionOf(path) : expressionOf(path.slice(row + 1), rowName)
}

export function guessedType(value: unknown): MappedField['type'] {
  if (typeof value === 'number') return 'number'
  if (typeof value !== 'string') return 'string'
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date'
  return /^\d{2}:\d{2}(:\d{2})?$/.test(value) ? 'time' : 'string'
}

/** The nearest name on the way to it. */
export const guessedName = (path: AnswerPath): string => path.findLast((key) => typeof key === 'string') ?? answerName
