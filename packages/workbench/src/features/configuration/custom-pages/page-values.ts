// A custom page as its form holds it, and as it is sent. Pure. Each kind of source keeps what was chosen for it.
import type { CustomPage, CustomPageInput, PageLayout, PageSource } from '@openseat/contracts'

export interface ObjectRow {
  readonly name: string
  readonly tableId: number | null
  readonly fieldIds: readonly string[]
}

export interface PageValues {
  name: string
  layout: PageLayout
  source: { kind: PageSource['kind']; interfaceId: number | null; objects: ObjectRow[] }
}

export const newObject = (): ObjectRow => ({ name: '', tableId: null, fieldIds: [] })

export function valuesOf(page: CustomPage | null): PageValues {
  const starting: PageValues = {
    name: '',
    layout: { style: 'block', columns: 3 },
    source: { kind: 'internal', interfaceId: null, objects: [newObject()] },
  }
  if (page === null) return starting
  const { name, layout, source } = page
  const { kind } = source
  return {
    name,
    layout: { ...layout },
    source:
      kind === 'external'
        ? { kind, interfaceId: source.interfaceId, objects: [newObject()] }
        : { kind, interfaceId: null, objects: source.objects.map((object) => ({ ...object })) },
  }
}

/** What the contract's schema judges: nothing of the other kind of source. */
export function sentOf({ name, layout, source }: PageValues): CustomPageInput {
  const { kind, interfaceId, objects } = source
  const sent = kind === 'external' ? { kind, interfaceId } : { kind, objects }
  return { name, layout, source: sent as PageSource }
}

/** Moved one place; at an end it stays. */
export function moved<T>(rows: readonly T[], from: number, step: -1 | 1): T[] {
  const [row, ...others] = [rows[from], ...rows.toSpliced(from, 1)]
  const to = from + step
  if (row === undefined || to < 0 || to >= rows.length) return [...rows]
  return others.filter((other) => other !== undefined).toSpliced(to, 0, row)
}
