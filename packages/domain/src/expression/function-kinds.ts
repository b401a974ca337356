// What a function of the language is, and how it takes its arguments.
import type { Language } from '@openseat/contracts'
import type { Meter } from './meter.ts'
import type { Pattern } from './pattern.ts'
import { typeOf, type ExpressionType, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

export interface EvaluationContext {
  /** Milliseconds since 1970. */
  readonly now: number
  /** IANA; UTC when it is left out. By its clock moments are written and said. */
  readonly timeZone?: string
  /** Of `money()` and `spoken()`; Chinese when it is left out. */
  readonly language?: Language
}

export interface Running extends EvaluationContext {
  readonly meter: Meter
  readonly patterns: ReadonlyMap<string, Pattern>
}

export type Arguments = readonly PlainValue[]

export interface LanguageFunction {
  readonly name: string
  /** `text.trim()` rather than `trim(text)`. */
  readonly isMethod: boolean
  readonly parameters: readonly ExpressionType[]
  /** How many of the parameters may be left out, from the end. */
  readonly optional: number
  readonly returns: ExpressionType
  readonly run: (given: Arguments, running: Running) => PlainValue
}

type Declared = Partial<Pick<LanguageFunction, 'optional'>> & Pick<LanguageFunction, 'parameters' | 'returns' | 'run'>

export const plain = (name: string, declared: Declared): LanguageFunction => ({ optional: 0, ...declared, name, isMethod: false })
export const method = (name: string, declared: Declared): LanguageFunction => ({ optional: 0, ...declared, name, isMethod: true })

export function text(value: PlainValue | undefined): string {
  if (typeof value === 'string') return value
  throw new EvaluationFault('wrongType', `string ≠ ${typeOf(value ?? null)}`)
}

/** A text that is about to be gone through. */
export function read(value: PlainValue | undefined, { meter }: Running): string {
  const known = text(value)
  meter.characters(known.length)
  return known
}

export function whole(value: PlainValue | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new EvaluationFault('wrongType', `number ≠ ${typeOf(value ?? null)}`)
}

export const ofText =
  (change: (value: string) => PlainValue) =>
  ([value]: Arguments, running: Running): PlainValue =>
    change(read(value, running))
