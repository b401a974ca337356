// The cards of an answer in a company's own shape, by the expressions of a mapping (JSONata). Expressions may not end, or
// fill the memory: whoever calls this does so where it can be stopped.
import { type InterfaceMapping, limits, type MappedField, type MappedObject } from '@openseat/contracts'
import jsonata from 'jsonata'
import type { ClearCard, ClearField } from './clear-card.ts'
import { type AnswerFault, textOf } from './interface-answer.ts'

export interface MappingFault {
  readonly object: string
  /** A field's name, or `rows` or `objectName`. */
  readonly field: string
  readonly expression: string
  /** It may say values of the answer: for those who see the answer anyway. */
  readonly reason: string
  /** JSONata's own, such as `D3030`. */
  readonly code: string
}

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

/** A card in which nothing has a value is left out: the customer is not known there. */
export async function mapAnswer(mapping: InterfaceMapping, answer: unknown): Promise<MappedAnswer> {
  try {
    const cards: ClearCard[] = []
    for (const object of mapping.objects) {
      cards.push(...(await cardsOfObject(object, answer)))
      if (cards.length > limits.interfaceObjects) return { ok: false, fault: { path: '$', rule: 'answerObjects' } }
    }
    return { ok: true, cards }
  } catch (error) {
    if (error instanceof Failed) return { ok: false, fault: error.fault }
    throw error
  }
}

async function cardsOfObject(object: MappedObject, answer: unknown): Promise<ClearCard[]> {
  const read = reader(object, answer)
  const rows = object.rows === '' ? answer : await read({ field: 'rows', expression: object.rows })(answer)
  const list = Array.isArray(rows) && object.rows !== '' ? rows : [rows]
  const name = titleOf(object, read)
  const fields = object.fields.map((field) => ({ field, valueIn: read({ field: field.name, expression: field.expression }) }))
  const cards: ClearCard[] = []
  for (const row of list.slice(0, limits.interfaceObjects + 1)) {
    const card = { name: await name(row), record: 'found', tableId: null, fields: await inTurn(fields, row) } as const
    if (card.fields.some(({ value }) => value !== '')) cards.push(card)
  }
  return cards
}

type ReadIn = (row: unknown) => Promise<unknown>
type Reader = (part: { readonly field: string; readonly expression: string }) => ReadIn

/** `$root` is the whole answer. */
function reader({ objectName }: MappedObject, root: unknown): Reader {
  return ({ field, expression }) => {
    const failed = (error: unknown): Failed => {
      const { message = String(error), code = 'JSONata' } = error as { message?: string; code?: string }
      return new Failed({ object: objectName, field, expression, reason: message, code })
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
  readonly valueIn: ReadIn
}

async function inTurn(fields: readonly ReadField[], row: unknown): Promise<ClearField[]> {
  const made: ClearField[] = []
  for (const { field, valueIn } of fields) {
    const { name, type, mask, required, dictItems } = field
    made.push({ name, type, mask, required, dictItems, encrypted: false, value: textOf(await valueIn(row)) })
  }
  return made
}
