// A mapping of JSONata in CEL. What has no sure counterpart keeps its text, which is no expression now: wherever mappings are
// shown it stands out as one that has to be checked.
import { type InterfaceMapping, limits, type MappedObject } from '@openseat/contracts'
import { parseAnswer } from '@openseat/domain/custom-page/interface-answer'
import { mappingProblems } from '@openseat/domain/custom-page/mapping-names'
import type { PlainValue } from '@openseat/domain/expression/expression'
import { celOf, conditionOf, type Place } from './cel-of.ts'
import { treeOf } from './jsonata-tree.ts'
import { sampleAt } from './sample-at.ts'

/** `sample`: the interface's sample answer, as it is stored; empty when there is none. */
export function convertedMapping(mapping: InterfaceMapping, sample: string): InterfaceMapping {
  const parsed = sample === '' ? undefined : parseAnswer(sample)
  const answer = parsed !== undefined && 'json' in parsed ? parsed.json : undefined
  const whole: Place = { row: 'answer', samples: { answer, row: answer } }
  return {
    success: mapping.success === '' ? '' : checked(mapping.success, conditionOf(mapping.success, whole), 'success'),
    objects: mapping.objects.map((object) => convertedObject(object, whole)),
  }
}

function convertedObject(object: MappedObject, whole: Place): MappedObject {
  const { objectName, rows, fields } = object
  const place = rows === '' ? whole : { row: 'row' as const, samples: { ...whole.samples, row: rowSample(rows, whole.samples.answer) } }
  const inRow = (expression: string): string => checked(expression, celOf(expression, place), 'field')
  return {
    objectName: objectName.startsWith('=') ? `=${inRow(objectName.slice(1).trim())}` : objectName,
    rows: rows === '' ? '' : checked(rows, rowsOf(rows, whole), 'rows'),
    fields: fields.map((field) => ({ ...field, expression: inRow(field.expression) })),
  }
}

/** A list is a path; what filters one is for people. */
function rowsOf(rows: string, whole: Place): string | undefined {
  return treeOf(rows)?.kind === 'path' ? celOf(rows, whole) : undefined
}

function rowSample(rows: string, answer: PlainValue | undefined): PlainValue | undefined {
  const tree = treeOf(rows)
  if (tree?.kind !== 'path') return undefined
  const { value, isPlain } = sampleAt(answer, tree.steps)
  if (!isPlain) return undefined
  return Array.isArray(value) ? value[0] : value
}

type Kind = 'success' | 'rows' | 'field'

/** The old text where there is no new one. One that CEL would read, too, is kept from being taken for it. */
function checked(old: string, made: string | undefined, kind: Kind): string {
  if (made !== undefined && made.length <= limits.mappingExpression.max && isExpression(made, kind)) return made
  return isExpression(old, kind) ? `JSONata: ${old}`.slice(0, limits.mappingExpression.max) : old
}

function isExpression(text: string, kind: Kind): boolean {
  const field = {
    name: 'x',
    expression: kind === 'field' ? text : '1',
    type: 'string',
    mask: 'none',
    required: false,
    length: null,
    dictItems: [],
  }
  const object: MappedObject = { objectName: 'x', rows: kind === 'rows' ? text : '', fields: [{ ...field, type: 'string', mask: 'none' }] }
  return mappingProblems({ success: kind === 'success' ? text : '', objects: [object] }).length === 0
}
