// The functions of the language: those of CEL that we keep, and our own. A receiver is the first argument.
import { maskNumber } from '../access/mask-number.ts'
import { daysBetween, writtenMoment } from './dates.ts'
import type { Meter } from './meter.ts'
import { finite } from './operators.ts'
import type { Pattern } from './pattern.ts'
import { isMap, isOfType, typeOf, type ExpressionType, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

/** `now`: milliseconds since 1970. `timeZone`: IANA, by whose clock `now()` is written; UTC when it is left out. */
export interface EvaluationContext {
  readonly now: number
  readonly timeZone?: string
}

export interface Running extends EvaluationContext {
  readonly meter: Meter
  readonly patterns: ReadonlyMap<string, Pattern>
}

type Arguments = readonly PlainValue[]

export interface LanguageFunction {
  readonly name: string
  /** `text.trim()` rather than `trim(text)`. */
  readonly isMethod: boolean
  readonly parameters: readonly ExpressionType[]
  /** How many of the parameters may be left out, from the end. */
  readonly optional: number
  readonly returns: ExpressionType
  /** Unknown to CEL: the type check has to be told. */
  readonly isOwn: boolean
  readonly run: (given: Arguments, running: Running) => PlainValue
}

type Declared = Partial<Pick<LanguageFunction, 'optional'>> & Pick<LanguageFunction, 'parameters' | 'returns' | 'run'>

const declare =
  (name: string, isMethod: boolean, isOwn: boolean) =>
  (declared: Declared): LanguageFunction => ({ optional: 0, ...declared, name, isMethod, isOwn })
const method = (name: string, declared: Declared): LanguageFunction => declare(name, true, false)(declared)
const plain = (name: string, declared: Declared): LanguageFunction => declare(name, false, false)(declared)
const own = (name: string, declared: Declared): LanguageFunction => declare(name, false, true)(declared)

function text(value: PlainValue | undefined): string {
  if (typeof value === 'string') return value
  throw new EvaluationFault('wrongType', `string ≠ ${typeOf(value ?? null)}`)
}

/** A text that is about to be gone through. */
function read(value: PlainValue | undefined, { meter }: Running): string {
  const known = text(value)
  meter.characters(known.length)
  return known
}

function whole(value: PlainValue | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new EvaluationFault('wrongType', `number ≠ ${typeOf(value ?? null)}`)
}

function sizeOf([value = null]: Arguments, running: Running): number {
  if (Array.isArray(value)) return value.length
  if (isMap(value)) return Object.keys(value).length
  return [...read(value, running)].length
}

function asText([value = null]: Arguments): string {
  if (typeof value === 'object') throw new EvaluationFault('conversion', `string(${typeOf(value)})`)
  return String(value)
}

const writtenNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

function asNumber([value = null]: Arguments): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && value.length <= 400 && writtenNumber.test(value)) return finite(Number(value))
  throw new EvaluationFault('conversion', `double(${typeOf(value)})`)
}

const truths: ReadonlyMap<PlainValue, boolean> = new Map<PlainValue, boolean>([
  ...[true, 'true', 'TRUE', 'True', 't', '1'].map((value) => [value, true] as const),
  ...[false, 'false', 'FALSE', 'False', 'f', '0'].map((value) => [value, false] as const),
])

function asBool([value = null]: Arguments): boolean {
  const known = truths.get(value)
  if (known === undefined) throw new EvaluationFault('conversion', `bool(${typeOf(value)})`)
  return known
}

function indexWithin(value: PlainValue | undefined, least: number, most: number): number {
  const index = whole(value)
  if (index < least || index > most) throw new EvaluationFault('outOfRange')
  return index
}

function part([receiver, from, to]: Arguments, running: Running): string {
  const from0 = read(receiver, running)
  const start = indexWithin(from, 0, from0.length)
  return from0.substring(start, to === undefined ? from0.length : indexWithin(to, start, from0.length))
}

function split([receiver, by, most]: Arguments, running: Running): PlainValue {
  const whole0 = read(receiver, running)
  const separator = text(by)
  // A text of many separators makes more parts than its characters cost.
  running.meter.step(separator === '' ? whole0.length : Math.ceil(whole0.length / separator.length))
  const parts = whole0.split(separator)
  const limit = most === undefined ? -1 : whole(most)
  if (limit < 0 || parts.length <= limit) return parts
  return limit === 0 ? [] : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)]
}

function joined([list = null, by = '']: Arguments, running: Running): string {
  if (!Array.isArray(list)) throw new EvaluationFault('wrongType', `list ≠ ${typeOf(list)}`)
  running.meter.step(list.length)
  const separator = text(by)
  const parts = list.map((item) => {
    running.meter.characters(separator.length)
    return read(item, running)
  })
  return parts.join(separator)
}

function digitsOf([value = null]: Arguments, running: Running): string {
  const written = typeof value === 'number' ? String(value) : read(value, running)
  return written.normalize('NFKC').replaceAll(/[^0-9]/g, '')
}

function looksLike([value, pattern]: Arguments, { meter, patterns }: Running): boolean {
  const known = patterns.get(text(pattern))
  if (known === undefined) throw new EvaluationFault('conversion', 'looksLike')
  meter.characters(known.costOf(text(value)))
  return known.fits(text(value))
}

const ofText =
  (change: (value: string) => PlainValue) =>
  ([value]: Arguments, running: Running): PlainValue =>
    change(read(value, running))
const ofTwo =
  (compare: (value: string, other: string) => PlainValue) =>
  ([value, other]: Arguments, running: Running): PlainValue =>
    compare(read(value, running), read(other, running))
const search =
  (find: (value: string, other: string, from: number | undefined) => number) =>
  ([value, other, from]: Arguments, running: Running): PlainValue => {
    const within = read(value, running)
    return find(within, read(other, running), from === undefined ? undefined : indexWithin(from, 0, within.length))
  }

const all: readonly LanguageFunction[] = [
  method('size', { parameters: ['any'], returns: 'number', run: sizeOf }),
  method('contains', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.includes(other)) }),
  method('startsWith', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.startsWith(other)) }),
  method('endsWith', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.endsWith(other)) }),
  method('lowerAscii', { parameters: ['string'], returns: 'string', run: ofText((value) => value.toLowerCase()) }),
  method('upperAscii', { parameters: ['string'], returns: 'string', run: ofText((value) => value.toUpperCase()) }),
  method('trim', { parameters: ['string'], returns: 'string', run: ofText((value) => value.trim()) }),
  method('indexOf', {
    parameters: ['string', 'string', 'number'],
    optional: 1,
    returns: 'number',
    run: search((value, other, from) => value.indexOf(other, from)),
  }),
  method('lastIndexOf', {
    parameters: ['string', 'string', 'number'],
    optional: 1,
    returns: 'number',
    run: search((value, other, from) => value.lastIndexOf(other, from)),
  }),
  method('substring', { parameters: ['string', 'number', 'number'], optional: 1, returns: 'string', run: part }),
  method('split', { parameters: ['string', 'string', 'number'], optional: 1, returns: 'list', run: split }),
  method('join', { parameters: ['list', 'string'], optional: 1, returns: 'string', run: joined }),
  plain('size', { parameters: ['any'], returns: 'number', run: sizeOf }),
  plain('string', { parameters: ['any'], returns: 'string', run: asText }),
  plain('double', { parameters: ['any'], returns: 'number', run: asNumber }),
  plain('int', { parameters: ['any'], returns: 'number', run: (given) => Math.trunc(asNumber(given)) }),
  plain('bool', { parameters: ['any'], returns: 'bool', run: asBool }),
  plain('dyn', { parameters: ['any'], returns: 'any', run: ([value = null]) => value }),
  own('looksLike', { parameters: ['string', 'string'], returns: 'bool', run: looksLike }),
  own('digits', { parameters: ['any'], returns: 'string', run: digitsOf }),
  own('maskPhone', { parameters: ['string'], returns: 'string', run: ofText(maskNumber) }),
  own('now', { parameters: [], returns: 'date', run: (_none, { now, timeZone }) => writtenMoment(now, timeZone) }),
  own('daysBetween', { parameters: ['date', 'date'], returns: 'number', run: ([from, to]) => daysBetween(text(from), text(to)) }),
]

const keyOf = (name: string, isMethod: boolean): string => (isMethod ? `.${name}` : name)
const byKey: ReadonlyMap<string, LanguageFunction> = new Map(all.map((each) => [keyOf(each.name, each.isMethod), each]))

export const ownFunctions: readonly LanguageFunction[] = all.filter(({ isOwn }) => isOwn)

/** Undefined when the language has none of that name with so many arguments, the receiver counted. */
export function functionOf(name: string, isMethod: boolean, count: number): LanguageFunction | undefined {
  const known = byKey.get(keyOf(name, isMethod))
  if (known === undefined || count > known.parameters.length) return undefined
  return count >= known.parameters.length - known.optional ? known : undefined
}

export const isFunctionName = (name: string): boolean => byKey.has(name) || byKey.has(`.${name}`)

export function runFunction(known: LanguageFunction, given: Arguments, running: Running): PlainValue {
  running.meter.step()
  for (const [at, value] of given.entries()) {
    const expected = known.parameters[at] ?? 'any'
    if (!isOfType(value, expected)) throw new EvaluationFault('wrongType', `${known.name}: ${expected} ≠ ${typeOf(value)}`)
  }
  return known.run(given, running)
}
