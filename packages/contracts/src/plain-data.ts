// What a request or a frame may hold before anybody looks at its meaning: text that can be stored, a bounded number of
// values, a bounded depth.
import type { FieldProblem } from './app-error.ts'

/** Far above what any route takes; what is beyond is not looked at. */
const valuesAtMost = 20_000
const depthAtMost = 32

/** PostgreSQL's text takes neither NUL nor half of a surrogate pair, and no font shows them. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

export type PlainDataFault = { readonly kind: 'text'; readonly problem: FieldProblem } | { readonly kind: 'size'; readonly reason: string }

interface Place {
  readonly value: unknown
  readonly path: readonly string[]
}

/** The first fault of parsed JSON, of path parameters or of a query; undefined when there is none. */
export function faultIn(root: unknown): PlainDataFault | undefined {
  const waiting: Place[] = [{ value: root, path: [] }]
  let seen = 0
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value, path } = place
    if (typeof value === 'string' && !isStorable(value)) return unstorable(path)
    if (typeof value !== 'object' || value === null) continue
    if (path.length >= depthAtMost) return { kind: 'size', reason: `more than ${depthAtMost} levels` }
    for (const [key, each] of Object.entries(value)) {
      seen += 1
      if (seen > valuesAtMost) return { kind: 'size', reason: `more than ${valuesAtMost} values` }
      if (!isStorable(key)) return unstorable([...path, key])
      if (isWorthALook(each)) waiting.push({ value: each, path: [...path, key] })
    }
  }
  return undefined
}

const isWorthALook = (value: unknown): boolean => typeof value === 'string' || (typeof value === 'object' && value !== null)

const unstorable = (path: readonly string[]): PlainDataFault => ({
  kind: 'text',
  problem: { field: path.join('.').replaceAll('\0', '').toWellFormed(), code: 'FIELD_FORMAT', params: { rule: 'storable' } },
})
