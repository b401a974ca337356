// What a node's settings are made ready with, and what hears all that they name: problems, variables read and written, and the
// tenant's objects.
import type { FlowLanguage, FlowPrompt, FlowProblem, FlowProblemCode, FlowVariableType, ReferenceKind } from '@openseat/contracts'
import type { ExpressionType, Values } from '../../expression/expression.ts'
import type { PlainValue } from '../../expression/plain-value.ts'
import type { NodeView } from '../compiled-flow.ts'
import type { FlowFault, PromptPiece, SecretRef } from '../run.ts'

export interface Reference {
  readonly kind: ReferenceKind
  readonly field: string
  /** An id, a prompt's code, or `flowId@revision` with the revision left out where the newest is meant. */
  readonly value: string | number
}

/** A place inside the node, such as `config.rows.0.value`. */
export type Field = string

export interface Wanted {
  readonly type?: ExpressionType
  /** Also over `answer`. */
  readonly answer?: boolean
}

export interface AssignedRow {
  readonly to: string
  readonly toField: Field
  readonly text: string
  readonly textField: Field
}

export type Read<T> = (at: NodeView, answer?: PlainValue) => T

export interface Scope {
  /** Throws `NodeFailure` when it cannot be evaluated. */
  expression(field: Field, text: string, wanted?: Wanted): Read<PlainValue>
  template(field: Field, text: string): Read<string>
  prompts(field: Field, prompts: readonly FlowPrompt[]): Read<readonly PromptPiece[]>
  /** An expression, or the name of a secret. Null: it was lost. */
  input(field: Field, text: string): Read<PlainValue | SecretRef | null>
  /**
   * A variable or a key of the attached data that gets a value: of the kind's own (`type`), or whatever comes. `isCertain` false: it may
   * stay as it is on every branch.
   */
  target(field: Field, to: string, of?: { readonly type?: FlowVariableType | undefined; readonly isCertain?: boolean }): void
  /** What an expression gives to a variable, or to a key of the attached data. */
  assigned(row: AssignedRow, wanted?: Pick<Wanted, 'answer'>): Read<PlainValue>
  /** A variable that is read as it is. */
  variable(field: Field, name: string, type: FlowVariableType): void
  pattern(field: Field, text: string): ((text: string) => boolean) | null
  refers(reference: Reference): void
  problem(code: FlowProblemCode, place: Pick<FlowProblem, 'field' | 'range' | 'params'>): void
}

/** Thrown by what a scope made, caught where the node is entered or told something. */
export class NodeFailure extends Error {
  readonly fault: FlowFault
  readonly detail: string

  constructor(fault: FlowFault, detail: string) {
    super(`${fault}: ${detail}`)
    this.fault = fault
    this.detail = detail
  }
}

export const valuesWith = (values: Values, answer: PlainValue | undefined): Values =>
  answer === undefined ? values : new Map([...values, ['answer', answer]])

export const languageOf = (own: FlowLanguage | null, { language }: NodeView): FlowLanguage => own ?? language
