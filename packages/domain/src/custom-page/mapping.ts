// The cards of an answer in a company's own shape, by the expressions of a mapping. What an expression reads and does not find
// is empty; what fails otherwise is its own field's fault.
import { type InterfaceMapping, limits, type MappedField, type MappedObject } from '@openseat/contracts'
import {
  compileExpression,
  type EvaluationResult,
  type Expression,
  type ExpressionType,
  type PlainValue,
} from '../expression/expression.ts'
import { Meter } from '../expression/meter.ts'
import { isMap } from '../expression/plain-value.ts'
import { textOf } from './answer-text.ts'
import { type AnswerFault, type ClearCard, type ClearField, faultsIn, type MappingFault } from './clear-card.ts'
import { answerName, rowName, rowNames, titleExpression, wholeNames } from './mapping-names.ts'

export type MappedAnswer =
  | { readonly ok: true; readonly cards: readonly ClearCard[] }
  | { readonly ok: false; readonly fault: AnswerFault | MappingFault }

class Failed extends Error {
  readonly fault: MappingFault
  constructor(fault: MappingFault) {
    super(fault.code)
    this.fault = fault
  }
}

/** What the whole of a mapping may spend, in single expressions. */
const mappingWork = 4

/**
 * A card in which nothing has a value is left out. An answer without any card says “no such customer” only where the
 * mapping's condition of success holds: what is absent is no answer by itself.
 */
export function mapAnswer(mapping: InterfaceMapping, answer: PlainValue): MappedAnswer {
  const run = new Run(answer)
  try {
    const failure = unsuccessful(run, mapping.success)
    if (failure) return { ok: false, fault: { path: '$', rule: failure } }
    const all: ClearCard[] = []
    for (const object of mapping.objects) {
      all.push(...cardsOfObject(run, object))
      if (all.filter(says).length > limits.interfaceObjects) return { ok: false, fault: { path: '$', rule: 'answerObjects' } }
    }
    return mapped(mapping, all, answer)
  } catch (error) {
    if (error instanceof Failed) return { ok: false, fault: error.fault }
    throw error
  }
}

const says = ({ fields }: ClearCard): boolean => fields.some(({ value }) => value !== '')

function mapped({ success }: InterfaceMapping, all: readonly ClearCard[], answer: PlainValue): MappedAnswer {
  const cards = all.filter(says)
  if (cards.length > 0) return { ok: true, cards }
  const [fault] = faultsIn(all)
  if (fault) return { ok: false, fault }
  if (success !== '') return { ok: true, cards }
  return { ok: false, fault: { path: '$', rule: answer === null ? 'answerNothing' : 'answerUnnamed' } }
}

function unsuccessful(run: Run, success: string): AnswerFault['rule'] | null {
  if (success === '') return null
  const part = { object: '', field: 'success', expression: success }
  const condition = run.compiled(part, 'bool')
  const holds = caught(() => ({ value: run.value(condition, part) }))
  // An answer of another kind altogether does not fulfil it.
  if ('code' in holds && isMap(run.answer)) throw new Failed(holds)
  if ('value' in holds && holds.value === true) return null
  return run.answer === null ? 'answerNothing' : 'answerUnsuccessful'
}

function cardsOfObject(run: Run, object: MappedObject): ClearCard[] {
  const rows = rowsOf(run, object)
  const title = titleOf(run, object)
  const fields = object.fields.map((field) => fieldReader(run, object.objectName, field))
  return rows.slice(0, limits.interfaceObjects + 1).map((row) => ({
    name: title(row),
    record: 'found',
    tableId: null,
    fields: fields.map((read) => read(row)),
  }))
}

function rowsOf(run: Run, { objectName, rows }: MappedObject): readonly PlainValue[] {
  if (rows === '') return [run.answer]
  const part = { object: objectName, field: 'rows', expression: rows }
  const value = run.value(run.compiled(part), part, { anySize: true })
  if (Array.isArray(value)) return value
  return value === null ? [] : [value]
}

function titleOf(run: Run, { objectName }: MappedObject): (row: PlainValue) => string {
  const expression = titleExpression(objectName)
  if (expression === null) return () => objectName
  const part = { object: objectName, field: 'objectName', expression }
  const compiled = run.compiled(part)
  return (row) => textOf(run.value(compiled, part, { row }))
}

/** An expression that fails is this field's fault alone. */
function fieldReader(run: Run, object: string, field: MappedField): (row: PlainValue) => ClearField {
  const { name, type, mask, required, dictItems, expression } = field
  const part = { object, field: name, expression }
  const usual = { name, type, mask, required, dictItems, encrypted: false }
  const compiled = caught(() => run.compiled(part))
  if ('code' in compiled) return () => ({ ...usual, value: '', fault: compiled })
  return (row) => {
    const value = caught(() => ({ text: textOf(run.value(compiled, part, { row })) }))
    return 'code' in value ? { ...usual, value: '', fault: value } : { ...usual, value: value.text }
  }
}

function caught<T>(work: () => T): T | MappingFault {
  try {
    return work()
  } catch (error) {
    // With nothing left to spend, the other fields would fail as well.
    if (error instanceof Failed && error.fault.code !== 'tooMuchWork') return error.fault
    throw error
  }
}

type Part = Pick<MappingFault, 'object' | 'field' | 'expression'>

/** One answer's way through a mapping. */
class Run {
  readonly answer: PlainValue
  readonly #meter = new Meter(mappingWork)

  constructor(answer: PlainValue) {
    this.answer = answer
  }

  compiled(part: Part, wanted: ExpressionType = 'any'): Expression {
    const isWhole = part.field === 'success' || part.field === 'rows'
    const made = compileExpression(part.expression, isWhole ? wholeNames : rowNames, wanted)
    if (made.ok) return made.expression
    throw new Failed({ ...part, code: 'toCheck' })
  }

  /** Null for what is not there. */
  value(expression: Expression, part: Part, { row, anySize = false }: { row?: PlainValue; anySize?: boolean } = {}): PlainValue {
    const values = new Map([[answerName, this.answer]])
    if (row !== undefined) values.set(rowName, row)
    const result = expression.evaluate(values, { now: 0 }, { meter: this.#meter, anySize })
    return result.ok ? result.value : absentOr(result, part)
  }
}

function absentOr({ code, detail }: Extract<EvaluationResult, { ok: false }>, part: Part): PlainValue {
  if (code === 'missing') return null
  throw new Failed({ ...part, code, ...(detail !== undefined && { detail }) })
}
