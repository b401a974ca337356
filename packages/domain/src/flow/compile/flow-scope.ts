// Makes a node's settings ready, and keeps all that they name for whoever checks the flow.
import {
  callVariables,
  type FlowDocument,
  type FlowProblem,
  type FlowProblemCode,
  flowProblemWords,
  type FlowPrompt,
  type FlowVariableType,
} from '@openseat/contracts'
import { compileExpression, type ExpressionProblem, type ExpressionType, type Names } from '../../expression/expression.ts'
import { Meter } from '../../expression/meter.ts'
import { compilePattern } from '../../expression/pattern.ts'
import type { PlainValue } from '../../expression/plain-value.ts'
import { compileTemplate } from '../../expression/template.ts'
import type { NodeView } from '../compiled-flow.ts'
import { attachedPrefix } from '../flow-values.ts'
import { type AssignedRow, NodeFailure, type Read, type Reference, type Scope, valuesWith, type Wanted } from '../nodes/scope.ts'
import type { PromptPiece, SecretRef } from '../run.ts'

export interface FlowNames {
  readonly types: ReadonlyMap<string, FlowVariableType>
  /** Of expressions: secrets are not among them. */
  readonly names: Names
  readonly namesWithAnswer: Names
}

export function namesOf({ variables }: FlowDocument): FlowNames {
  const types = new Map(variables.map(({ name, type }) => [name, type]))
  const names = new Map<string, ExpressionType>(Object.entries(callVariables))
  for (const [name, type] of types) if (type !== 'secret') names.set(name, type)
  return { types, names, namesWithAnswer: new Map([...names, ['answer', 'any']]) }
}

type Place = Pick<FlowProblem, 'field' | 'range' | 'params'>

export class FlowScope implements Scope {
  readonly problems: FlowProblem[] = []
  readonly reads = new Set<string>()
  readonly writes = new Set<string>()
  readonly references: Reference[] = []
  /** Fields with a text that an engine is to speak. */
  readonly spokenTexts: string[] = []
  readonly #nodeId: string
  readonly #of: FlowNames

  constructor(nodeId: string, of: FlowNames) {
    this.#nodeId = nodeId
    this.#of = of
  }

  problem(code: FlowProblemCode, place: Place): void {
    this.problems.push({ code, severity: flowProblemWords[code].severity, nodeId: this.#nodeId, ...place })
  }

  refers(reference: Reference): void {
    this.references.push(reference)
  }

  expression(field: string, text: string, { type = 'any', answer = false }: Wanted = {}): Read<PlainValue> {
    const compiled = compileExpression(text, answer ? this.#of.namesWithAnswer : this.#of.names, type)
    if (!compiled.ok) return this.#wrong(field, compiled.problems)
    const { expression } = compiled
    this.#read(expression.names)
    return (at, given) => {
      const { now, timeZone } = at.context
      const meter = new Meter(1, at.meter)
      const result = expression.evaluate(valuesWith(at.values(), given), { now, timeZone }, { meter })
      if (result.ok) return result.value
      throw failure(result)
    }
  }

  template(field: string, text: string): Read<string> {
    const compiled = compileTemplate(text, this.#of.names)
    if (!compiled.ok) return this.#wrong(field, compiled.problems)
    const { template } = compiled
    this.#read(template.names)
    return (at) => {
      const { now, timeZone } = at.context
      const meter = new Meter(1, at.meter)
      const result = template.render(at.values(), 'text', { now, timeZone, meter })
      if (result.ok) return result.text
      throw failure(result)
    }
  }

  assigned({ to, toField, text, textField }: AssignedRow, { answer = false }: Pick<Wanted, 'answer'> = {}): Read<PlainValue> {
    this.target(toField, to)
    const type = this.#of.types.get(to)
    const names = answer ? this.#of.namesWithAnswer : this.#of.names
    // What is known when it is written must be of the variable's type; what is known only then is made to fit.
    const strict = type === undefined || type === 'secret' ? undefined : compileExpression(text, names, type)
    if (strict && !strict.ok) return this.#wrong(textField, strict.problems)
    return this.expression(textField, text, { answer })
  }

  prompts(field: string, prompts: readonly FlowPrompt[]): Read<readonly PromptPiece[]> {
    const pieces = prompts.map((prompt, index) => this.#piece(`${field}.${index}`, prompt))
    return (at) => pieces.flatMap((piece) => piece(at))
  }

  #piece(field: string, prompt: FlowPrompt): (at: NodeView) => PromptPiece[] {
    if (prompt.kind === 'file') {
      this.refers({ kind: 'prompt', field: `${field}.prompt`, value: prompt.prompt })
      return () => [prompt]
    }
    if (prompt.kind === 'text') {
      this.spokenTexts.push(`${field}.text`)
      const read = this.template(`${field}.text`, prompt.text)
      return (at) => textPieces(read(at))
    }
    const read = this.expression(`${field}.value`, prompt.value)
    return (at) => {
      const value = read(at)
      if (typeof value !== 'string' && typeof value !== 'number') throw new NodeFailure('valueType', `${field}.value`)
      return [{ kind: 'readOut', as: prompt.as, value }]
    }
  }

  input(field: string, text: string): Read<PlainValue | SecretRef | null> {
    const name = text.trim()
    if (this.#of.types.get(name) !== 'secret') return this.expression(field, text)
    this.reads.add(name)
    return (at) => {
      const secret = at.secret(name)
      if (secret !== undefined) return secret
      throw new NodeFailure('expression', `missing: ${name}`)
    }
  }

  target(field: string, to: string, { type, isCertain = true }: { type?: FlowVariableType | undefined; isCertain?: boolean } = {}): void {
    const isAttached = to.startsWith(attachedPrefix)
    const declared = isAttached ? 'string' : this.#of.types.get(to)
    if (declared === undefined) {
      this.problem('variableUnknown', { field, params: { name: to } })
      return
    }
    if (!isAttached && isCertain) this.writes.add(to)
    if ((declared === 'secret') !== (type === 'secret')) this.problem('secret', { field, params: { name: to } })
    else if (type === 'number' && declared !== 'number' && declared !== 'string')
      this.problem('valueType', { field, params: { name: to, expected: declared, found: type } })
  }

  variable(field: string, name: string, type: FlowVariableType): void {
    const declared = this.#of.types.get(name)
    this.reads.add(name)
    if (declared === undefined) this.problem('variableUnknown', { field, params: { name } })
    else if (declared !== type) this.problem('valueType', { field, params: { name, expected: type, found: declared } })
  }

  pattern(field: string, text: string): ((text: string) => boolean) | null {
    if (text === '') return null
    const pattern = compilePattern(text)
    if (pattern) return (read) => pattern.fits(read)
    this.problem('pattern', { field })
    return null
  }

  #read(names: ReadonlySet<string>): void {
    for (const name of names) this.reads.add(name)
  }

  /** Of a flow that is run in spite of it: a failure of the node. */
  #wrong(field: string, problems: readonly ExpressionProblem[]): () => never {
    for (const { code, from, to, name = '', expected = '', found = '' } of problems) {
      const range = { from, to }
      const isSecret = this.#of.types.get(name) === 'secret'
      if (code === 'unknownName') this.problem(isSecret ? 'secret' : 'variableUnknown', { field, range, params: { name } })
      else this.problem('expression', { field, range, params: { reason: code, name, expected, found } })
    }
    return () => {
      throw new NodeFailure('expression', field)
    }
  }
}

const failure = ({ code, detail }: { readonly code: string; readonly detail?: string }): NodeFailure =>
  new NodeFailure('expression', detail === undefined ? code : `${code}: ${detail}`)

const textPieces = (text: string): PromptPiece[] => (text.trim() === '' ? [] : [{ kind: 'text', text }])
