// The rows of one data table: the list with its search in the address, a row's form, deleting, revealing.
import { rowInputSchema, vocabulary, type BaseField, type BaseTable, type BaseTableRow } from '@openseat/contracts'
import { computed, ref } from 'vue'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import type { ListQuestion } from '../../../ui/list-query.ts'
import { useList } from '../../../ui/use-list.ts'
import { cellsOf, changedCells, isHidden, type Cells } from '../../../base-rows/cell-words.ts'

const rowFilters = ['table', 'field', 'value'] as const

/** A hidden field's value is searched for without standing in the address, which browsers and proxies keep. */
export function useRowList({ id, fields }: BaseTable) {
  const hiddenValue = ref('')
  const searched = (fieldId: string | undefined) => fields.find((field) => field.fieldId === fieldId)
  const valueOf = (filters: ListQuestion['filters']): string => {
    const field = searched(filters['field'])
    return field && isHidden(field) ? hiddenValue.value : (filters['value'] ?? '')
  }
  const list = useList<BaseTableRow>((question, signal) => {
    const { page, pageSize, filters } = question
    const field = searched(filters['field'])?.fieldId
    const search = field === undefined ? {} : { field, value: valueOf(filters) }
    return call('listTableRows', { params: { id }, query: { page, pageSize, ...search }, signal })
  }, rowFilters)
  const value = computed(() => valueOf(list.question.value.filters))

  function search(field: BaseField | undefined, text: string): void {
    const wanted = text.trim()
    const isSecret = field !== undefined && isHidden(field)
    hiddenValue.value = isSecret ? wanted : ''
    const filters = { field: wanted === '' ? '' : (field?.fieldId ?? ''), value: isSecret ? '' : wanted }
    list.ask({ filters: { ...list.question.value.filters, ...filters } })
    if (isSecret) void list.reload()
  }
  const clear = (): void => search(undefined, '')
  return { ...list, value, search, clear }
}
export type RowList = ReturnType<typeof useRowList>

export const rowDeletion = (table: BaseTable, row: BaseTableRow, name: string) =>
  deletion(inLanguage(vocabulary.baseTableRow), name, () => call('deleteTableRow', { params: { id: table.id, rowId: row.id } }))

export async function revealed(table: BaseTable, row: BaseTableRow, fieldId: string): Promise<string> {
  return (await call('revealTableValue', { params: { id: table.id, rowId: row.id }, body: { fieldId } })).value
}

export function useRowForm(table: BaseTable, row: BaseTableRow | null) {
  const before = cellsOf(table.fields, row)
  const bodyOf = ({ values }: { values: Cells }) => ({
    values: changedCells(values, before, row === null),
    ...(row === null ? {} : { version: row.version }),
  })
  return useForm<{ values: Cells }>({
    schema: () => ({ safeParse: (values, context) => rowInputSchema.safeParse(bodyOf(values as { values: Cells }), context) }),
    values: { values: before },
    send: async (values) => {
      const body = bodyOf(values)
      if (row === null) await call('addTableRow', { params: { id: table.id }, body })
      else await call('changeTableRow', { params: { id: table.id, rowId: row.id }, body })
    },
  })
}
