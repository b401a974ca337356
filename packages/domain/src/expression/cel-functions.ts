// The functions of CEL that we keep, over our own values.
import { method, ofText, plain, read, text, whole, type Arguments, type LanguageFunction, type Running } from './function-kinds.ts'
import { finite } from './operators.ts'
import { isMap, typeOf, type PlainMap, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

function entryCount(map: PlainMap, { meter }: Running): number {
  const { length } = Object.keys(map)
  meter.step(length)
  return length
}

function sizeOf([value = null]: Arguments, running: Running): number {
  if (Array.isArray(value)) return value.length
  if (isMap(value)) return entryCount(value, running)
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

export const celFunctions: readonly LanguageFunction[] = [
  method('size', { parameters: ['any'], returns: 'number', run: sizeOf }),
  method('contains', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.includes(other)) }),
  method('startsWith', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.startsWith(other)) }),
  method('endsWith', { parameters: ['string', 'string'], returns: 'bool', run: ofTwo((value, other) => value.endsWith(other)) }),
  method('lowerAscii', {
    parameters: ['string'],
    returns: 'string',
    run: ofText((value) => value.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  }),
  method('upperAscii', {
    parameters: ['string'],
    returns: 'string',
    run: ofText((value) => value.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())),
  }),
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
]
