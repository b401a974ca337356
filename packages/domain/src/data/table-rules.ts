// What makes the fields of a base table right together: how many of each, names, and what each type allows.
import { limits, type BaseField, type BaseFieldInput, type FieldProblem } from '@openseat/contracts'

const problem = (field: string, rule: string): FieldProblem => ({ field, code: 'FIELD_NOT_APPLICABLE', params: { rule } })

/** All problems of the fields; paths such as `fields.3.length`. */
export function fieldProblems(fields: readonly BaseFieldInput[]): FieldProblem[] {
  return [...countProblems(fields), ...nameProblems(fields), ...fields.flatMap((field, at) => typeProblems(field, `fields.${at}`))]
}

function countProblems(fields: readonly BaseFieldInput[]): FieldProblem[] {
  const indexes = fields.flatMap((field, at) => (field.indexed ? [at] : []))
  const encrypted = fields.filter((field) => field.encrypted).length
  const plain = fields.filter((field) => !field.encrypted && !field.indexed).length
  const tooMany = (max: number): FieldProblem => ({ field: 'fields', code: 'FIELD_TOO_MANY', params: { max } })
  return [
    ...indexes.slice(1).map((at) => problem(`fields.${at}.indexed`, 'oneIndex')),
    ...(encrypted > limits.encryptedFields ? [tooMany(limits.encryptedFields)] : []),
    ...(plain > limits.plainFields ? [tooMany(limits.plainFields)] : []),
  ]
}

function nameProblems(fields: readonly BaseFieldInput[]): FieldProblem[] {
  const taken = new Set<string>()
  return fields.flatMap(({ name }, at): FieldProblem[] => {
    const known = taken.has(name.toLowerCase())
    taken.add(name.toLowerCase())
    return known ? [{ field: `fields.${at}.name`, code: 'FIELD_TAKEN', params: { value: name } }] : []
  })
}

function typeProblems(field: BaseFieldInput, path: string): FieldProblem[] {
  const isText = field.type === 'string' || field.type === 'number'
  const isDictionary = field.type === 'dictionary'
  return [
    ...(!isText && field.length !== null ? [problem(`${path}.length`, 'textAndNumber')] : []),
    ...(!isText && field.mask !== 'none' ? [problem(`${path}.mask`, 'textAndNumber')] : []),
    ...(!isText && field.indexed ? [problem(`${path}.indexed`, 'neverTheIndex')] : []),
    ...(!isDictionary && field.dictItems.length > 0 ? [problem(`${path}.dictItems`, 'dictionaryOnly')] : []),
    ...(isDictionary ? dictionaryProblems(field, path) : []),
  ]
}

function dictionaryProblems({ dictItems }: BaseFieldInput, path: string): FieldProblem[] {
  if (dictItems.length === 0) return [{ field: `${path}.dictItems`, code: 'FIELD_REQUIRED', params: {} }]
  // A cell may hold a key or a label: each text must lead to one item.
  const owner = new Map<string, number>()
  return dictItems.flatMap(({ key, label }, at): FieldProblem[] => {
    const twice = [key, label].find((word) => (owner.get(word) ?? at) !== at)
    for (const word of [key, label]) owner.set(word, owner.get(word) ?? at)
    return twice === undefined ? [] : [{ field: `${path}.dictItems.${at}.key`, code: 'FIELD_TAKEN', params: { value: twice } }]
  })
}

/** What a published table keeps as it is: fields stay, with their type, index, encryption and whether they are masked at all
 * (a masked value is sealed); others may come. */
export function publishedProblems(before: readonly BaseField[], after: readonly BaseFieldInput[]): FieldProblem[] {
  const fixed = (field: string, label: string): FieldProblem => ({ field, code: 'FIELD_FIXED', params: { label } })
  return before.flatMap((old) => {
    const at = after.findIndex(({ fieldId }) => fieldId === old.fieldId)
    const now = after[at]
    if (now === undefined) return [fixed('fields', old.name)]
    const parts = (['type', 'indexed', 'encrypted'] as const).filter((part) => now[part] !== old[part])
    const lost = old.dictItems.some(({ key }) => !now.dictItems.some((item) => item.key === key))
    const masked = (now.mask === 'none') === (old.mask === 'none') ? [] : ['mask']
    return [...parts, ...masked, ...(lost ? ['dictItems'] : [])].map((part) => fixed(`fields.${at}.${part}`, old.name))
  })
}
