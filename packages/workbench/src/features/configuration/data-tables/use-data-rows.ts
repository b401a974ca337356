// The rows of one data table: the list with its search in the address, a row's form, deleting, revealing.
import { rowInputSchema, vocabulary, type BaseTable, type BaseTableRow } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../app/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { useList } from '../../../ui/use-list.ts'
import { cellsOf, changedCells, type Cells } from '../../../base-rows/cell-words.ts'

export const rowFilters = ['table', 'field', 'value'] as const

export const useRowList = ({ id, fields }: BaseTable) =>
  useList<BaseTableRow>((question, signal) => {
    const { page, pageSize, filters } = question
    const field = fields.find(({ fieldId }) => fieldId === filters['field'])?.fieldId
    const search = field === undefined ? {} : { field, value: filters['value'] ?? '' }
    return call('listTableRows', { params: { id }, query: { page, pageSize, ...search }, signal })
  }, rowFilters)

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
