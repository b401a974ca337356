// What a sample answer shows at a path.
import type { PlainValue } from '@openseat/domain/expression/expression'

export interface Shown {
  /** Undefined when the sample does not go so far. */
  readonly value: PlainValue | undefined
  /** No list on the way without an index, and no index into what is no list. */
  readonly isPlain: boolean
}

export function sampleAt(sample: PlainValue | undefined, steps: readonly (string | number)[]): Shown {
  let value = sample
  for (const step of steps) {
    if (value === undefined || value === null) return { value: undefined, isPlain: true }
    if (Array.isArray(value) !== (typeof step === 'number')) return { value: undefined, isPlain: false }
    if (typeof value !== 'object') return { value: undefined, isPlain: true }
    if (Array.isArray(value)) value = value[Number(step)]
    else value = Object.hasOwn(value, step) ? value[step] : undefined
  }
  return { value, isPlain: true }
}
