// One field of a company's answer. What has one meaning is read, numbers for texts and the other way round; what is wrong is
// the fault of this field alone.
import { type BaseField, baseFieldTypes, type DictItem, type FormatRule, limits } from '@openseat/contracts'
import { isObject, plainText, textOf } from './answer-text.ts'
import type { AnswerFault, ClearField } from './clear-card.ts'

type Wire = Readonly<Record<string, unknown>>
type Complain = (key: string, rule: FormatRule) => void

/** Any other hides, too: somebody meant it to. */
const masks: ReadonlyMap<string | undefined, BaseField['mask']> = new Map([
  ['', 'none'],
  ['1', 'lastFour'],
  ['2', 'firstFour'],
])

/** `path`: such as `$[0].values[2]`. */
export function answeredField(wire: unknown, path: string): ClearField {
  const faults: AnswerFault[] = []
  const complain: Complain = (key, rule) => void faults.push({ path: `${path}${key}`, rule })
  if (!isObject(wire)) complain('', 'answerObject')
  const field = fieldOf(isObject(wire) ? wire : {}, complain)
  const [fault] = faults
  return fault ? { ...field, fault } : field
}

/** What it is sorted by; undefined when it says nothing of the kind. */
export function orderOf(wire: unknown): number | undefined {
  const text = isObject(wire) ? (plainText(wire['valueNo']) ?? '') : ''
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function fieldOf(wire: Wire, complain: Complain): ClearField {
  const name = textAt(wire, 'name', complain)
  const type = typeOf(wire, complain)
  if (wire['value'] === undefined) complain('.value', 'answerMissing')
  if (!isLength(wire['length'])) complain('.length', 'answerLength')
  const dictItems = type === 'dictionary' ? itemsOf(wire['dictItems'], complain) : []
  const value = textOf(wire['value'])
  return {
    name,
    type,
    mask: masks.get(plainText(wire['maskStyle'])) ?? 'lastFour',
    required: isMandatory(wire, complain),
    encrypted: false,
    // A key without its dictionary says nothing to people.
    value: type === 'dictionary' && dictItems.length === 0 ? '' : value,
    dictItems,
  }
}

function textAt(wire: Wire, key: string, complain: Complain): string {
  const text = plainText(wire[key])
  if (text === undefined) complain(`.${key}`, 'answerString')
  if (text === '') complain(`.${key}`, 'answerMissing')
  return text ?? ''
}

function typeOf(wire: Wire, complain: Complain): BaseField['type'] {
  const type = baseFieldTypes[Number(plainText(wire['type']) || Number.NaN) - 1]
  if (type === undefined) complain('.type', (wire['type'] ?? '') === '' ? 'answerMissing' : 'answerType')
  return type ?? 'string'
}

const yes: readonly string[] = ['true', '1', 'y', 'yes', '是']
const no: readonly string[] = ['false', '0', 'n', 'no', '否']

function isMandatory(wire: Wire, complain: Complain): boolean {
  const text = plainText(wire['isMandatory'])?.toLowerCase()
  if (text === '') complain('.isMandatory', 'answerMissing')
  else if (text === undefined || ![...yes, ...no].includes(text)) complain('.isMandatory', 'answerBoolean')
  return text !== undefined && yes.includes(text)
}

function isLength(wire: unknown): boolean {
  const text = plainText(wire)
  return text === '' || (/^[1-9]\d{0,2}$/.test(text ?? '') && Number(text) <= limits.tableFieldLength.max)
}

function itemsOf(wire: unknown, complain: Complain): readonly DictItem[] {
  if (!Array.isArray(wire) || wire.length === 0) {
    complain('.dictItems', 'answerDictionary')
    return []
  }
  return wire.flatMap((item: unknown, at) => {
    if (!isObject(item)) complain(`.dictItems[${at}]`, 'answerObject')
    else if (item['key'] === undefined) complain(`.dictItems[${at}].key`, 'answerMissing')
    else if (item['value'] === undefined) complain(`.dictItems[${at}].value`, 'answerMissing')
    else return [{ key: textOf(item['key']), label: textOf(item['value']) }]
    return []
  })
}
