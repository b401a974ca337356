// Operators over plain values. Numbers are of one kind, that of JSON: `/` divides them, and whole numbers have no kind of their own.
import { expressionLimits } from './limits.ts'
import type { Meter } from './meter.ts'
import { isMap, typeOf, type PlainMap, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

export interface Operands {
  readonly left: PlainValue
  readonly right: PlainValue
  readonly meter: Meter
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new EvaluationFault('notANumber')
  return value
}

const refuse = (operator: string, { left, right }: Operands): never => {
  throw new EvaluationFault('wrongType', `${typeOf(left)} ${operator} ${typeOf(right)}`)
}

function arithmetic(operator: string, calculate: (left: number, right: number) => number) {
  return (operands: Operands): number => {
    const { left, right } = operands
    if (typeof left !== 'number' || typeof right !== 'number') return refuse(operator, operands)
    return finite(calculate(left, right))
  }
}

function notByZero(operator: string, calculate: (left: number, right: number) => number) {
  return arithmetic(operator, (left, right) => {
    if (right === 0) throw new EvaluationFault('divisionByZero')
    return calculate(left, right)
  })
}

const sum = arithmetic('+', (left, right) => left + right)

function plus(operands: Operands): PlainValue {
  const { left, right, meter } = operands
  if (typeof left === 'string' && typeof right === 'string') {
    meter.characters(left.length + right.length)
    return left + right
  }
  if (!Array.isArray(left) || !Array.isArray(right)) return sum(operands)
  meter.step(left.length + right.length)
  return [...left, ...right]
}

function order(operator: string, holds: (comparison: number) => boolean) {
  return (operands: Operands): boolean => {
    const { left, right, meter } = operands
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right)
    if (typeof left === 'string' && typeof right === 'string') {
      meter.characters(Math.min(left.length, right.length))
      return holds(left < right ? -1 : Number(left > right))
    }
    if (typeof left === 'boolean' && typeof right === 'boolean') return holds(Number(left) - Number(right))
    return refuse(operator, operands)
  }
}

function among(operands: Operands): boolean {
  const { left, right, meter } = operands
  if (Array.isArray(right)) return right.some((item) => areEqual({ left, right: item, meter }))
  if (isMap(right) && typeof left === 'string') return Object.hasOwn(right, left)
  return refuse('in', operands)
}

/** Values of different types are not equal. */
export function areEqual({ left, right, meter }: Operands, depth: number = expressionLimits.depth): boolean {
  meter.step()
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) meter.characters(left.length)
  if (left === right) return true
  if (depth === 0) throw new EvaluationFault('tooMuchWork')
  if (Array.isArray(left) && Array.isArray(right))
    return haveSameItems(left, right, (a, b) => areEqual({ left: a, right: b, meter }, depth - 1))
  if (!isMap(left) || !isMap(right)) return false
  return haveSameEntries({ left, right, meter }, (a, b) => areEqual({ left: a, right: b, meter }, depth - 1))
}

type Compare = (left: PlainValue, right: PlainValue) => boolean

const haveSameItems = (left: readonly PlainValue[], right: readonly PlainValue[], same: Compare): boolean =>
  left.length === right.length && left.every((item, at) => same(item, right[at] ?? null))

interface Maps {
  readonly left: PlainMap
  readonly right: PlainMap
  readonly meter: Meter
}

function haveSameEntries({ left, right, meter }: Maps, same: Compare): boolean {
  const entries = Object.entries(left)
  const others = Object.keys(right).length
  // Maps of different sizes are gone through as well, to be counted.
  meter.step(entries.length + others)
  if (entries.length !== others) return false
  return entries.every(([key, value]) => Object.hasOwn(right, key) && same(value, right[key] ?? null))
}

export const binaryOperators = {
  '+': plus,
  '-': arithmetic('-', (left, right) => left - right),
  '*': arithmetic('*', (left, right) => left * right),
  '/': notByZero('/', (left, right) => left / right),
  '%': notByZero('%', (left, right) => left % right),
  '<': order('<', (comparison) => comparison < 0),
  '<=': order('<=', (comparison) => comparison <= 0),
  '>': order('>', (comparison) => comparison > 0),
  '>=': order('>=', (comparison) => comparison >= 0),
  '==': (operands: Operands): boolean => areEqual(operands),
  '!=': (operands: Operands): boolean => !areEqual(operands),
  in: among,
} as const
