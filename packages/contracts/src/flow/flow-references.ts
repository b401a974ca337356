// What a flow names of the tenant's other objects. Their fields have the same names in every kind of node, so that they are found
// in nodes that cannot be read, too.
import type { FlowDocument } from './flow-document.ts'

export const referenceKinds = ['queue', 'interface', 'table', 'workingHours', 'prompt', 'flow'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

/** An id, or a prompt's code. */
export interface FlowReference {
  readonly kind: ReferenceKind
  readonly value: string | number
  /** Of a table: the fields that are read. */
  readonly columns?: readonly string[]
}

const idFields: Readonly<Record<string, ReferenceKind>> = {
  queueId: 'queue',
  interfaceId: 'interface',
  tableId: 'table',
  hoursId: 'workingHours',
  flowId: 'flow',
}

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Each once, in the order in which they stand. */
export function referencesIn({ nodes }: Pick<FlowDocument, 'nodes'>): FlowReference[] {
  const found = new Map<string, FlowReference>()
  replaced(nodes, (reference) => {
    const key = `${reference.kind}:${reference.value}`
    const columns = [...new Set([...(found.get(key)?.columns ?? []), ...(reference.columns ?? [])])]
    found.set(key, reference.columns ? { ...reference, columns } : reference)
    return reference
  })
  return [...found.values()]
}

/** What a reference is to become; undefined: its field is left out, for its author to fill. */
export type Replace = (reference: FlowReference) => { readonly value: string | number; readonly columns?: readonly string[] } | undefined

export const withReferences = <D extends Pick<FlowDocument, 'nodes'>>(document: D, replace: Replace): D => ({
  ...document,
  nodes: replaced(document.nodes, replace),
})

function replaced<T>(value: T, replace: Replace): T
function replaced(value: unknown, replace: Replace): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, replace))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(ownReplaced(value, replace)).map(([key, item]) => [key, replaced(item, replace)]))
}

function ownReplaced(record: Json, replace: Replace): Json {
  if (typeof record['tableId'] === 'number') return tableReplaced(record, record['tableId'], replace)
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const reference = referenceAt(record, key, value)
      if (!reference) return [[key, value]]
      const now = replace(reference)
      return now ? [[key, now.value]] : []
    }),
  )
}

function referenceAt(record: Json, key: string, value: unknown): FlowReference | undefined {
  const kind = idFields[key]
  if (kind !== undefined && Object.hasOwn(idFields, key)) return typeof value === 'number' ? { kind, value } : undefined
  const isPrompt = (key === 'prompt' && record['kind'] === 'file') || key === 'music'
  return isPrompt && typeof value === 'string' ? { kind: 'prompt', value } : undefined
}

function tableReplaced(record: Json, tableId: number, replace: Replace): Json {
  const rows: readonly unknown[] = Array.isArray(record['columns']) ? record['columns'] : []
  const columns = rows.map((row) => (isRecord(row) && typeof row['column'] === 'string' ? row['column'] : ''))
  const now = replace({ kind: 'table', value: tableId, columns })
  const { tableId: _before, ...rest } = record
  if (!now) return rest
  const named = rows.map((row, index) => (isRecord(row) ? { ...row, column: now.columns?.[index] ?? row['column'] } : row))
  return { ...rest, tableId: now.value, ...(Array.isArray(record['columns']) ? { columns: named } : {}) }
}
