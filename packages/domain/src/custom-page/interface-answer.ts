// Whether a company's answer about a customer has the specified shape, and the cards that it says: a list of objects with
// their title and values; what is wrong with a single field is its own affair. Source: the specification of internal pages,
// scenario 4.
import { type FormatRule, limits } from '@openseat/contracts'
import type { PlainValue } from '../expression/plain-value.ts'
import { isObject, plainText } from './answer-text.ts'
import { answeredField, orderOf } from './answered-field.ts'
import type { AnswerFault, ClearCard, ClearField } from './clear-card.ts'
import { isOwnReport } from './own-report.ts'

export type CheckedAnswer =
  | { readonly ok: true; readonly cards: readonly ClearCard[] }
  | { readonly ok: false; readonly fault: AnswerFault }

const faulty = (path: string, rule: FormatRule): Extract<CheckedAnswer, { ok: false }> => ({ ok: false, fault: { path, rule } })

/** What is there in JSON, or the fault; numbers that a double cannot hold come as text. */
export function parseAnswer(text: string): { readonly json: PlainValue } | { readonly fault: AnswerFault } {
  if (text.trim() === '') return { fault: { path: '$', rule: 'answerNothing' } }
  try {
    const json: PlainValue = /\d{16}/.test(text) ? JSON.parse(text, exactNumber as Reviver) : JSON.parse(text)
    return { json }
  } catch {
    return { fault: { path: '$', rule: 'answerJson' } }
  }
}

/** Its third parameter is younger than the types (ES2026). */
type Reviver = (key: string, value: unknown) => unknown

/** A card number written as a JSON number keeps its digits. */
function exactNumber(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && String(value) !== source ? source : value
}

export function readAnswer(text: string): CheckedAnswer {
  const parsed = parseAnswer(text)
  return 'fault' in parsed ? { ok: false, fault: parsed.fault } : cardsOf(parsed.json)
}

export function cardsOf(answer: unknown): CheckedAnswer {
  if (!Array.isArray(answer)) return faulty('$', insteadOfList(answer))
  if (answer.length > limits.interfaceObjects) return faulty('$', 'answerObjects')
  const cards: ClearCard[] = []
  let fields = 0
  for (const [index, object] of answer.entries()) {
    const card = cardOf(object, `$[${index}]`)
    if ('ok' in card) return card
    fields += card.fields.length
    if (fields > limits.interfaceFields) return faulty('$', 'answerFields')
    cards.push(card)
  }
  // Titles alone say nothing of the customer, not even that there is none.
  return cards.length > 0 && fields === 0 ? faulty('$', 'answerNothing') : { ok: true, cards }
}

function insteadOfList(answer: unknown): FormatRule {
  if (answer === null) return 'answerNothing'
  return isObject(answer) && isOwnReport(answer) ? 'answerError' : 'answerArray'
}

function cardOf(wire: unknown, path: string): ClearCard | Extract<CheckedAnswer, { ok: false }> {
  if (!isObject(wire)) return faulty(path, 'answerObject')
  const { objectName, values } = wire
  const name = plainText(objectName)
  if (name === undefined) return faulty(`${path}.objectName`, 'answerString')
  if (name === '') return faulty(`${path}.objectName`, 'answerMissing')
  if (!Array.isArray(values)) return faulty(`${path}.values`, values === undefined ? 'answerMissing' : 'answerArray')
  // The fields of an answer beyond measure are not read one by one.
  if (values.length > limits.interfaceFields) return faulty('$', 'answerFields')
  return { name, record: 'found', tableId: null, fields: inOrder(values, `${path}.values`) }
}

/** By their order numbers where each has one, else as they stand. */
function inOrder(values: readonly unknown[], path: string): readonly ClearField[] {
  const read = values.map((wire, at) => ({ order: orderOf(wire), field: answeredField(wire, `${path}[${at}]`) }))
  const isNumbered = read.every(({ order }) => order !== undefined)
  return (isNumbered ? read.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0)) : read).map(({ field }) => field)
}
