// Evaluates a checked expression. Every node and every item of a list is counted, so that no expression outlasts its meter.
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Running } from './function-kinds.ts'
import { functionOf, runFunction } from './functions.ts'
import { isMacro, isOptionalMethod } from './macros.ts'
import { binaryOperators, finite } from './operators.ts'
import { isMap, typeOf, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'
import { isReservedName } from './reserved-names.ts'

/** Names that the expression sees: what it was given, and the item that a macro goes through. */
export type Lookup = (name: string) => PlainValue | undefined

/** What may be there or not, after `.?` or `[?]`. */
class Optional {
  readonly value: PlainValue | undefined

  constructor(value: PlainValue | undefined) {
    this.value = value
  }
}

const none = new Optional(undefined)

type Evaluated = PlainValue | Optional

/** Throws EvaluationFault. */
export const evaluateNode = (node: ASTNode, lookup: Lookup, running: Running): PlainValue => new Evaluator(running).plainly(node, lookup)

class Evaluator {
  readonly #running: Running

  constructor(running: Running) {
    this.#running = running
  }

  plainly(node: ASTNode, lookup: Lookup): PlainValue {
    const value = this.#evaluated(node, lookup)
    return value instanceof Optional ? (value.value ?? null) : value
  }

  #evaluated(node: ASTNode, lookup: Lookup): Evaluated {
    this.#running.meter.step()
    switch (node.op) {
      case 'value':
        return literal(node.args)
      case 'id':
        return named(node.args, lookup)
      case '.':
      case '.?':
        return this.#access(node.op === '.?', this.#evaluated(node.args[0], lookup), node.args[1])
      case '[]':
      case '[?]':
        return this.#access(node.op === '[?]', this.#evaluated(node.args[0], lookup), this.plainly(node.args[1], lookup))
      case 'call':
        return this.#call(node.args[0], node.args[1], lookup)
      case 'rcall':
        return this.#method(node.args[0], node.args[1], { given: node.args[2], lookup })
      default:
        return this.#composed(node, lookup)
    }
  }

  #composed(node: Exclude<ASTNode, { op: 'value' | 'id' | '.' | '.?' | '[]' | '[?]' | 'call' | 'rcall' }>, lookup: Lookup): PlainValue {
    switch (node.op) {
      case 'list':
        return node.args.map((item) => this.plainly(item, lookup))
      case 'map':
        return Object.fromEntries(node.args.map(([key, value]) => [keyOf(this.plainly(key, lookup)), this.plainly(value, lookup)]))
      case '?:':
        return this.plainly(this.#truth(node.args[0], lookup) ? node.args[1] : node.args[2], lookup)
      case '||':
        return this.#decided(true, node.args, lookup)
      case '&&':
        return this.#decided(false, node.args, lookup)
      case '!_':
        return !this.#truth(node.args, lookup)
      case '-_':
        return negative(this.plainly(node.args, lookup))
      default: {
        const [left, right] = node.args
        const operands = { left: this.plainly(left, lookup), right: this.plainly(right, lookup), meter: this.#running.meter }
        return binaryOperators[node.op](operands)
      }
    }
  }

  #truth(node: ASTNode, lookup: Lookup): boolean {
    const value = this.plainly(node, lookup)
    if (typeof value === 'boolean') return value
    throw new EvaluationFault('wrongType', `bool ≠ ${typeOf(value)}`)
  }

  /** A side that decides counts, even where the other fails. */
  #decided(deciding: boolean, [left, right]: readonly [ASTNode, ASTNode], lookup: Lookup): boolean {
    const first = this.#attempt(() => this.#truth(left, lookup))
    if (first === deciding) return deciding
    const second = this.#truth(right, lookup)
    if (second === deciding || !(first instanceof EvaluationFault)) return second
    throw first
  }

  #attempt(run: () => boolean): boolean | EvaluationFault {
    try {
      return run()
    } catch (error) {
      if (error instanceof EvaluationFault && error.code !== 'tooMuchWork') return error
      throw error
    }
  }

  #access(isOptional: boolean, holder: Evaluated, key: PlainValue): Evaluated {
    if (!(holder instanceof Optional)) {
      const found = entryOf(holder, key)
      if (isOptional) return new Optional(found)
      if (found === undefined) throw new EvaluationFault('missing', String(key))
      return found
    }
    return holder.value === undefined ? none : new Optional(entryOf(holder.value, key))
  }

  #call(name: string, given: readonly ASTNode[], lookup: Lookup): PlainValue {
    const [first] = given
    if (name === 'has' && first !== undefined) return this.#has(first, lookup)
    return this.#function(
      name,
      false,
      given.map((each) => this.plainly(each, lookup)),
    )
  }

  /** False as well where something on the way is missing. */
  #has(node: ASTNode, lookup: Lookup): boolean {
    try {
      const value = this.#evaluated(node, lookup)
      return !(value instanceof Optional) || value.value !== undefined
    } catch (error) {
      if (error instanceof EvaluationFault && error.code === 'missing') return false
      throw error
    }
  }

  #method(name: string, receiver: ASTNode, { given, lookup }: { given: readonly ASTNode[]; lookup: Lookup }): Evaluated {
    const value = this.#evaluated(receiver, lookup)
    if (isOptionalMethod(name, given.length)) return this.#ofOptional(name, value, () => this.#evaluated(given[0] ?? receiver, lookup))
    const known = value instanceof Optional ? (value.value ?? null) : value
    if (isMacro(name, given.length)) return this.#macro(name, known, { given, lookup })
    return this.#function(name, true, [known, ...given.map((each) => this.plainly(each, lookup))])
  }

  #ofOptional(name: string, value: Evaluated, other: () => Evaluated): Evaluated {
    const known = value instanceof Optional ? value.value : value
    if (name === 'hasValue') return known !== undefined
    if (known !== undefined) return name === 'or' ? new Optional(known) : known
    if (name === 'value') throw new EvaluationFault('missing')
    return other()
  }

  #function(name: string, isMethod: boolean, given: readonly PlainValue[]): PlainValue {
    const known = functionOf(name, isMethod, given.length)
    if (known === undefined) throw new EvaluationFault('wrongType', name)
    return runFunction(known, given, this.#running)
  }

  #macro(name: string, range: PlainValue, { given, lookup }: { given: readonly ASTNode[]; lookup: Lookup }): PlainValue {
    const [variable, ...bodies] = given
    const itemName = variable?.op === 'id' ? variable.args : ''
    const inside =
      (item: PlainValue): Lookup =>
      (wanted) =>
        wanted === itemName ? item : lookup(wanted)
    const [body, transformed] = bodies
    if (body === undefined) throw new EvaluationFault('wrongType', name)
    const items = itemsOf(range, this.#running)
    const holds = (item: PlainValue): boolean => this.#truth(body, inside(item))
    if (name === 'filter') return items.filter(holds)
    if (name === 'exists_one') return items.filter(holds).length === 1
    if (name === 'map' && transformed !== undefined) return items.filter(holds).map((item) => this.plainly(transformed, inside(item)))
    if (name === 'map') return items.map((item) => this.plainly(body, inside(item)))
    return this.#quantified(name === 'exists', items, holds)
  }

  #quantified(deciding: boolean, items: readonly PlainValue[], holds: (item: PlainValue) => boolean): boolean {
    let fault: EvaluationFault | undefined
    for (const item of items) {
      const outcome = this.#attempt(() => holds(item))
      if (outcome === deciding) return deciding
      if (outcome instanceof EvaluationFault) fault ??= outcome
    }
    if (fault !== undefined) throw fault
    return !deciding
  }
}

function literal(value: unknown): PlainValue {
  if (typeof value === 'bigint') return Number(value)
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new EvaluationFault('wrongType')
}

function named(name: string, lookup: Lookup): PlainValue {
  const value = lookup(name)
  if (value === undefined) throw new EvaluationFault('missing', name)
  return value
}

function negative(value: PlainValue): number {
  if (typeof value === 'number') return finite(-value)
  throw new EvaluationFault('wrongType', `-${typeOf(value)}`)
}

function keyOf(value: PlainValue): string {
  if (typeof value === 'string' && !isReservedName(value)) return value
  throw new EvaluationFault('wrongType', typeof value === 'string' ? value : `string ≠ ${typeOf(value)}`)
}

/** Undefined when there is no such entry; in nothing there is none. */
function entryOf(holder: PlainValue, key: PlainValue): PlainValue | undefined {
  if (holder === null) return undefined
  if (Array.isArray(holder) && typeof key === 'number') return holder[key]
  if (!isMap(holder)) throw new EvaluationFault('wrongType', `map ≠ ${typeOf(holder)}`)
  if (typeof key !== 'string' || isReservedName(key) || !Object.hasOwn(holder, key)) return undefined
  return holder[key]
}

function itemsOf(range: PlainValue, { meter }: Running): readonly PlainValue[] {
  if (Array.isArray(range)) return range
  if (isMap(range)) {
    const keys = Object.keys(range)
    meter.step(keys.length)
    return keys
  }
  throw new EvaluationFault('wrongType', `list ≠ ${typeOf(range)}`)
}
