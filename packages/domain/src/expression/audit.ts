// What of CEL the product's expressions do not have, and what a form alone does not show: names without meaning, patterns
// that are none. All problems at once.
import type { ASTNode } from '@marcbachmann/cel-js'
import { functionOf, isFunctionName } from './functions.ts'
import { isMacro, isOptionalMethod } from './macros.ts'
import { compilePattern, type Pattern } from './pattern.ts'
import type { ExpressionType } from './plain-value.ts'
import type { ExpressionProblem } from './problem.ts'
import { isReservedName } from './reserved-names.ts'

export interface Audited {
  readonly problems: readonly ExpressionProblem[]
  /** Variables that it reads. */
  readonly names: ReadonlySet<string>
  /** By the text of the pattern. */
  readonly patterns: ReadonlyMap<string, Pattern>
}

type Names = ReadonlyMap<string, ExpressionType>

export function audit(node: ASTNode, names: Names): Audited {
  const auditor = new Auditor(names)
  auditor.visit(node, new Set())
  return auditor
}

type Locals = ReadonlySet<string>

class Auditor implements Audited {
  readonly problems: ExpressionProblem[] = []
  readonly names = new Set<string>()
  readonly patterns = new Map<string, Pattern>()
  readonly #declared: Names

  constructor(declared: Names) {
    this.#declared = declared
  }

  visit(node: ASTNode, locals: Locals): void {
    switch (node.op) {
      case 'value':
        return this.#literal(node, node.args)
      case 'id':
        return this.#name(node, node.args, locals)
      case '.':
      case '.?':
        this.#key(node, node.args[1])
        return this.visit(node.args[0], locals)
      case 'call':
        return this.#call(node, node.args, locals)
      case 'rcall':
        return this.#method(node, node.args, locals)
      case 'map':
        return node.args.forEach((entry) => entry.forEach((each) => this.#keyed(each, locals)))
      case 'list':
        return node.args.forEach((each) => this.visit(each, locals))
      case '!_':
      case '-_':
        return this.visit(node.args, locals)
      default:
        return node.args.forEach((each) => this.#keyed(each, locals))
    }
  }

  /** A text that may be a key: `m["constructor"]`. */
  #keyed(node: ASTNode, locals: Locals): void {
    if (node.op === 'value' && typeof node.args === 'string') this.#key(node, node.args)
    this.visit(node, locals)
  }

  #key({ pos, end }: ASTNode, key: string): void {
    if (isReservedName(key)) this.problems.push({ code: 'reservedName', from: pos, to: end, name: key })
  }

  #literal(node: ASTNode, value: unknown): void {
    if (typeof value === 'bigint' && value > BigInt(Number.MAX_SAFE_INTEGER)) this.#complain(node, { code: 'numberTooBig' })
    else if (typeof value === 'object' && value !== null) this.#complain(node, { code: 'notSupported' })
  }

  #name(node: ASTNode, name: string, locals: Locals): void {
    if (locals.has(name)) return
    if (isReservedName(name)) return this.#complain(node, { code: 'reservedName', name })
    if (!this.#declared.has(name)) return this.#complain(node, { code: 'unknownName', name })
    this.names.add(name)
  }

  #call(node: ASTNode, [name, given]: readonly [string, ASTNode[]], locals: Locals): void {
    for (const each of given) this.visit(each, locals)
    const [first] = given
    if (name === 'has') {
      if (given.length !== 1 || first?.op !== '.') this.#complain(node, { code: 'macroArgument', name })
      return
    }
    if (functionOf(name, false, given.length) === undefined) return this.#unknown(node, name)
    const pattern = given[1]
    if (name === 'looksLike' && pattern !== undefined) this.#pattern(pattern)
  }

  #method(node: ASTNode, [name, receiver, given]: readonly [string, ASTNode, ASTNode[]], locals: Locals): void {
    this.visit(receiver, locals)
    if (name === 'matches') return this.#complain(node, { code: 'matchesRefused', name })
    if (isMacro(name, given.length)) return this.#macro(name, given, locals)
    for (const each of given) this.visit(each, locals)
    if (!isOptionalMethod(name, given.length) && functionOf(name, true, given.length + 1) === undefined) this.#unknown(node, name)
  }

  #macro(name: string, [variable, ...bodies]: readonly ASTNode[], locals: Locals): void {
    if (variable?.op !== 'id') {
      if (variable !== undefined) this.#complain(variable, { code: 'macroArgument', name })
      return
    }
    if (isReservedName(variable.args)) this.#complain(variable, { code: 'reservedName', name: variable.args })
    const inside = new Set([...locals, variable.args])
    for (const body of bodies) this.visit(body, inside)
  }

  #unknown(node: ASTNode, name: string): void {
    this.#complain(node, { code: isFunctionName(name) ? 'arguments' : 'unknownFunction', name })
  }

  /** It is compiled once, so it stands there in full. */
  #pattern(node: ASTNode): void {
    const text = node.op === 'value' ? node.args : undefined
    const compiled = typeof text === 'string' ? compilePattern(text) : undefined
    if (typeof text !== 'string' || compiled === undefined) return this.#complain(node, { code: 'pattern' })
    this.patterns.set(text, compiled)
  }

  #complain({ start, end }: ASTNode, problem: Omit<ExpressionProblem, 'from' | 'to'>): void {
    this.problems.push({ ...problem, from: start, to: end })
  }
}
