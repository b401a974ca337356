// The form of a customer interface with its mapping.
import {
  customerInterfaceInputSchema,
  limits,
  type CustomerInterface,
  type CustomerInterfaceInput,
  type MappedField,
  type MappedObject,
} from '@openseat/contracts'
import { mappingProblems } from '@openseat/domain/custom-page/mapping-names'
import { call } from '../../../api/call.ts'
import { useForm } from '../../../ui/use-form.ts'

/** A field as it is edited: its dictionary as lines `key=label`. */
export interface FieldRow extends Omit<MappedField, 'dictItems'> {
  dictText: string
}

export interface ObjectRow extends Omit<MappedObject, 'fields'> {
  fields: FieldRow[]
}

export interface InterfaceValues extends Required<Omit<CustomerInterfaceInput, 'version' | 'mapping' | 'headers'>> {
  headers: { name: string; value: string }[]
  mapping: { success: string; objects: ObjectRow[] } | null
}

export const newObject = (objectName: string): ObjectRow => ({ objectName, rows: '', fields: [] })

export const newField = (more: Partial<FieldRow> = {}): FieldRow => ({
  name: '',
  expression: '',
  type: 'string',
  mask: 'none',
  required: false,
  length: null,
  dictText: '',
  ...more,
})

const newInterface: InterfaceValues = {
  name: '',
  url: '',
  timeoutMs: limits.interfaceTimeoutMs.default,
  tenantIds: [],
  allowPrivate: false,
  numberForm: 'shown',
  headers: [],
  mapping: null,
  sample: '',
}

const fieldRow = ({ dictItems, ...field }: MappedField): FieldRow => ({
  ...field,
  dictText: dictItems.map(({ key, label }) => `${key}=${label}`).join('\n'),
})

export function interfaceValues(made: CustomerInterface | null): InterfaceValues {
  if (made === null) return newInterface
  const { name, url, timeoutMs, tenantIds, allowPrivate, numberForm, sample, mapping } = made
  const headers = made.headers.map((header) => ({ name: header.name, value: '' }))
  const objects = mapping?.objects.map((object) => ({ ...object, fields: object.fields.map(fieldRow) }))
  return {
    name,
    url,
    timeoutMs,
    tenantIds,
    allowPrivate,
    numberForm,
    sample,
    headers,
    mapping: objects ? { success: mapping?.success ?? '', objects } : null,
  }
}

function mappedField({ dictText, ...row }: FieldRow): MappedField {
  const lines = dictText
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const items = lines.map((line) => {
    const [key = '', ...label] = line.split('=')
    return { key: key.trim(), label: label.join('=').trim() || key.trim() }
  })
  return { ...row, dictItems: row.type === 'dictionary' ? items : [] }
}

export const mappingOf = (mapping: InterfaceValues['mapping']) =>
  mapping && { ...mapping, objects: mapping.objects.map((object) => ({ ...object, fields: object.fields.map(mappedField) })) }

export const bodyOf = ({ mapping, ...values }: InterfaceValues): CustomerInterfaceInput => ({ ...values, mapping: mappingOf(mapping) })

/** With its expressions: what is stored and waits to be checked keeps nobody from changing the rest. */
const schemaFor = (made: CustomerInterface | null) =>
  customerInterfaceInputSchema.check(({ value: { mapping }, issues }) => {
    for (const { field, params } of mapping === null ? [] : mappingProblems(mapping, made?.mapping))
      issues.push({ code: 'custom', path: ['mapping', ...field.split('.')], message: 'FIELD_EXPRESSION', params, input: mapping })
  })

export function useInterfaceForm(made: CustomerInterface | null) {
  const schema = schemaFor(made)
  return useForm<InterfaceValues>({
    schema: () => ({ safeParse: (values, context) => schema.safeParse(bodyOf(values as InterfaceValues), context) }),
    values: interfaceValues(made),
    send: async (values) => {
      const body = bodyOf(values)
      if (made === null) await call('createCustomerInterface', { body })
      else await call('changeCustomerInterface', { params: { interfaceId: made.id }, body: { ...body, version: made.version } })
    },
  })
}

/** Indented where it is JSON. */
export function prettyAnswer(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2)
  } catch {
    return raw
  }
}
