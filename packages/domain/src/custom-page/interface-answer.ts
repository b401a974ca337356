// Whether a company's answer about a customer has the specified shape, and the cards that it says. As strict as the
// specification and no stricter: a value may be anything. Source: the specification of internal pages, scenario 4.
import {
  type AnsweredObject,
  type AnsweredValue,
  answeredObjectSchema,
  answeredTypes,
  type BaseField,
  baseFieldTypes,
  type FormatRule,
  limits,
} from '@openseat/contracts'
import type { ClearCard, ClearField } from './clear-card.ts'

export interface AnswerFault {
  /** Such as `$[0].values[2].type`; `$` is the whole answer. */
  readonly path: string
  readonly rule: FormatRule
}

export type CheckedAnswer =
  | { readonly ok: true; readonly cards: readonly ClearCard[] }
  | { readonly ok: false; readonly fault: AnswerFault }

const faulty = (path: string, rule: FormatRule): CheckedAnswer => ({ ok: false, fault: { path, rule } })

/** What is there in JSON, or the fault; numbers that a double cannot hold come as text. */
export function parseAnswer(text: string): { readonly json: unknown } | { readonly fault: AnswerFault } {
  try {
    return { json: /\d{16}/.test(text) ? JSON.parse(text, exactNumber as Reviver) : JSON.parse(text) }
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
  if (!Array.isArray(answer)) return faulty('$', 'answerArray')
  if (answer.length > limits.interfaceObjects) return faulty('$', 'answerObjects')
  const cards: ClearCard[] = []
  for (const [index, object] of answer.entries()) {
    const parsed = answeredObjectSchema.safeParse(object)
    const [issue] = parsed.error?.issues ?? []
    if (issue) return faulty(pathOf([index, ...issue.path]), issue.message as FormatRule)
    if (parsed.data) cards.push(cardOf(parsed.data))
  }
  return { ok: true, cards }
}

/** As text: objects and lists as JSON, nothing as nothing. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? nestedText(value) : String(value)
}

/** Nothing for what is nested deeper than the stack. */
function nestedText(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((all, part) => all + (typeof part === 'number' ? `[${part}]` : `.${String(part)}`), '$')

const masks: Readonly<Record<string, BaseField['mask']>> = { 1: 'lastFour', 2: 'firstFour' }

const cardOf = ({ objectName, values }: AnsweredObject): ClearCard => ({
  name: objectName,
  record: 'found',
  tableId: null,
  fields: inOrder(values).map(fieldOf),
})

/** By their order numbers where each has one, else as they stand. */
function inOrder(values: readonly AnsweredValue[]): readonly AnsweredValue[] {
  const isNumbered = values.every(({ valueNo }) => /^\d+$/.test(valueNo ?? ''))
  return isNumbered ? values.toSorted((a, b) => Number(a.valueNo) - Number(b.valueNo)) : values
}

const fieldOf = (wire: AnsweredValue): ClearField => ({
  name: wire.name,
  type: baseFieldTypes[answeredTypes.indexOf(wire.type)] ?? 'string',
  mask: masks[wire.maskStyle ?? ''] ?? 'none',
  required: wire.isMandatory,
  encrypted: false,
  value: textOf(wire.value),
  dictItems: (wire.dictItems ?? []).map(({ key, value }) => ({ key: textOf(key), label: textOf(value) })),
})
