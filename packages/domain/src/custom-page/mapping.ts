// The cards of an answer in a company's own shape, by the expressions of a mapping (JSONata). Expressions may not end, or
// fill the memory: whoever calls this does so where it can be stopped.
import { type InterfaceMapping, limits, type MappedField, type MappedObject } from '@openseat/contracts'
import jsonata from 'jsonata'
import { textOf } from './answer-text.ts'
import { type AnswerFault, type ClearCard, type ClearField, faultsIn, type MappingFault } from './clear-card.ts'

export type MappedAnswer =
  | { readonly ok: true; readonly cards: readonly ClearCard[] }
  | { readonly ok: false; readonly fault: AnswerFault | MappingFault }

/** Of one expression; the whole has an end elsewhere. */
const guards = { timeout: 500, stack: 200, sequence: 10_000 }

class Failed extends Error {
  readonly fault: MappingFault
  constructor(fault: MappingFault) {
    super(fault.reason)
    this.fault = fault
  }
}

/**
 * A card in which nothing has a value is left out. An answer without any card says “no such customer” only where the
 * mapping's condition of success holds: what is absent is no answer by itself.
 */
export async function mapAnswer(mapping: InterfaceMapping, answer: unknown): Promise<MappedAnswer> {
  try {
    const failure = await unsuccessful(mapping, answer)
    if (failure) return { ok: false, fault: { path: '$', rule: failure } }
    const all: ClearCard[] = []
    for (const object of mapping.objects) {
      all.push(...(await cardsOfObject(object, answer)))
      if (all.filter(says).length > limits.interfaceObjects) return { ok: false, fault: { path: '$', rule: 'answerObjects' } }
    }
    return mapped(mapping, all, answer)
  } catch (error) {
    if (error instanceof Failed) return { ok: false, fault: error.fault }
    throw error
  }
}

const says = ({ fields }: ClearCard): boolean => fields.some(({ value }) => value !== '')

function mapped({ success }: InterfaceMapping, all: readonly ClearCard[], answer: unknown): MappedAnswer {
  const cards = all.filter(says)
  if (cards.length > 0) return { ok: true, cards }
  const [fault] = faultsIn(all)
  if (fault) return { ok: false, fault }
  if (success !== '') return { ok: true, cards }
  return { ok: false, fault: { path: '$', rule: answer === null ? 'answerNothing' : 'answerUnnamed' } }
}

async function unsuccessful({ success }: InterfaceMapping, answer: unknown): Promise<AnswerFault['rule'] | null> {
  if (success === '') return null
  const holds = await reader('', answer)({ field: 'success', expression: success })(answer)
  if (isTrue(holds)) return null
  return answer === null ? 'answerNothing' : 'answerUnsuccessful'
}

/** As JSONata's own $boolean: a list is true when one of it is. */
const isTrue = (value: unknown): boolean => (Array.isArray(value) ? value.some(isTrue) : Boolean(value))

async function cardsOfObject(object: MappedObject, answer: unknown): Promise<ClearCard[]> {
  const read = reader(object.objectName, answer)
  const rows = object.rows === '' ? answer : await read({ field: 'rows', expression: object.rows })(answer)
  const list = Array.isArray(rows) && object.rows !== '' ? rows : [rows]
  const name = titleOf(object, read)
  const fields = object.fields.map((field) => ({ field, valueIn: valueReader(read, field) }))
  const cards: ClearCard[] = []
  for (const row of list.slice(0, limits.interfaceObjects + 1)) {
    cards.push({ name: await name(row), record: 'found', tableId: null, fields: await inTurn(fields, row) })
  }
  return cards
}

type ReadIn = (row: unknown) => Promise<unknown>
type Reader = (part: { readonly field: string; readonly expression: string }) => ReadIn

/** `$root` is the whole answer. */
function reader(object: string, root: unknown): Reader {
  return ({ field, expression }) => {
    const failed = (error: unknown): Failed => {
      const { message = String(error), code = 'JSONata' } = error as { message?: string; code?: string }
      return new Failed({ object, field, expression, reason: message, code })
    }
    const compiled = compile(expression, failed)
    return async (row) => {
      try {
        return (await compiled.evaluate(row, { root })) as unknown
      } catch (error) {
        throw failed(error)
      }
    }
  }
}

function compile(expression: string, failed: (error: unknown) => Failed): jsonata.Expression {
  try {
    return jsonata(expression, guards)
  } catch (error) {
    throw failed(error)
  }
}

function titleOf({ objectName }: MappedObject, read: Reader): (row: unknown) => Promise<string> {
  if (!objectName.startsWith('=')) return async () => objectName
  const title = read({ field: 'objectName', expression: objectName.slice(1) })
  return async (row) => textOf(await title(row))
}

interface ReadField {
  readonly field: MappedField
  readonly valueIn: ValueIn
}

type ValueIn = (row: unknown) => Promise<Pick<ClearField, 'value' | 'fault'>>

/** An expression that fails is this field's fault alone. */
function valueReader(read: Reader, { name, expression }: MappedField): ValueIn {
  const failed = (error: unknown) => {
    if (error instanceof Failed) return { value: '', fault: error.fault }
    throw error
  }
  try {
    const valueIn = read({ field: name, expression })
    return (row) => valueIn(row).then((value) => ({ value: textOf(value) }), failed)
  } catch (error) {
    const fault = failed(error)
    return async () => fault
  }
}

async function inTurn(fields: readonly ReadField[], row: unknown): Promise<ClearField[]> {
  const made: ClearField[] = []
  for (const { field, valueIn } of fields) {
    const { name, type, mask, required, dictItems } = field
    made.push({ name, type, mask, required, dictItems, encrypted: false, ...(await valueIn(row)) })
  }
  return made
}
