// Base tables: the list, one table's form, publishing and deleting, which ask first.
import { baseTableInputSchema, vocabulary, type BaseTable, type BaseTableInput } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { useSession } from '../../../session/session.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'
import { inputOf, newRow, rowOf, type FieldRow } from './field-rows.ts'

export const useBaseTableList = () => useList((question, signal) => call('listBaseTables', { query: listParams(question), signal }))

export function publication({ id, name }: BaseTable): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('tables.publishTitle', { name }),
    consequence: t('tables.publishConsequence'),
    verb: t('tables.publishVerb'),
    removes: false,
    perform: () => call('publishBaseTable', { params: { id } }),
  }
}

export function tableDeletion({ id, name, rows }: BaseTable): DangerousAction {
  const { t, n } = i18n.global
  const asked = deletion(inLanguage(vocabulary.baseTable), name, () => call('deleteBaseTable', { params: { id } }))
  return { ...asked, consequence: rows === 0 ? asked.consequence : t('tables.deleteRows', { count: n(rows) }, rows) }
}

export interface TableValues {
  name: string
  description: string
  country: string
  fields: FieldRow[]
}

function valuesOf(table: BaseTable | null): TableValues {
  if (table === null)
    return { name: '', description: '', country: useSession().me?.country ?? '', fields: [{ ...newRow(), indexed: true, required: true }] }
  const { name, description, country, fields } = table
  return { name, description, country, fields: fields.map(rowOf) }
}

function bodyOf(values: TableValues, table: BaseTable | null): BaseTableInput {
  const fields = values.fields.map((row) => inputOf(row, table?.fields))
  return { ...values, fields, ...(table === null ? {} : { version: table.version }) }
}

export function useBaseTableForm(table: BaseTable | null) {
  return useForm<TableValues>({
    schema: () => ({ safeParse: (values, context) => baseTableInputSchema.safeParse(bodyOf(values as TableValues, table), context) }),
    values: valuesOf(table),
    send: async (values) => {
      const body = bodyOf(values, table)
      if (table === null) await call('createBaseTable', { body })
      else await call('changeBaseTable', { params: { id: table.id }, body })
    },
  })
}
