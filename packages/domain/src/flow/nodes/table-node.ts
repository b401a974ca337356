// Reads a row of a base table by its index.
import type { PlainValue } from '../../expression/plain-value.ts'
import { writtenValue } from '../../expression/template.ts'
import { everyKind, type NodeKind, optional, required } from './node-kind.ts'

export const table: NodeKind<'table'> = {
  in: everyKind,
  waits: 'outside',
  ends: false,
  branches: () => [...required('found', 'none'), ...optional('error')],
  behaviour: ({ tableId, value, columns }, scope) => {
    scope.refers({ kind: 'table', field: 'config.tableId', value: tableId })
    const read = scope.expression('config.value', value)
    for (const [index, { to, column }] of columns.entries()) {
      scope.target(`config.columns.${index}.to`, to)
      scope.refers({ kind: 'table', field: `config.columns.${index}.column`, value: `${tableId}.${column}` })
    }
    return {
      enter: (at) => ({
        wait: 'table',
        asks: [{ do: 'readTable', tableId, value: writtenValue(read(at)), columns: columns.map(({ column }) => column) }],
      }),
      on: (event) => {
        if (event.type !== 'tableAnswered') return undefined
        if (event.outcome === 'error') return { fail: 'table', detail: event.problem ?? '' }
        if (event.outcome === 'none') return { go: 'none' }
        // A field without a value is not in the row.
        return { go: 'found', changes: new Map<string, PlainValue>(columns.map(({ column, to }) => [to, event.row[column] ?? ''])) }
      },
    }
  },
}
