// What a form offers for choosing from: all rows of another list, page by page.
import { limits, skillQueue, type ObjectOf, type Page, type Resource } from '@openseat/contracts'
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asFailure, isAbort } from '../api/api-failure.ts'
import { call } from '../api/call.ts'
import { failureText } from '../ui/failure-text.ts'
import { listObjects } from './use-resource.ts'

export interface Lookup<Row> {
  readonly rows: ShallowRef<readonly Row[]>
  /** Why there are none; empty when all is well. */
  readonly trouble: Ref<string>
  readonly reload: () => Promise<void>
}

type LoadPage<Row> = (query: { page: number; pageSize: number }, signal: AbortSignal) => Promise<Page<Row>>

/** All pages of a list, one after another. */
export async function everyRow<Row>(load: LoadPage<Row>, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; ; page += 1) {
    const next = await load({ page, pageSize: limits.pageSize.max }, signal)
    rows.push(...next.items)
    if (next.items.length === 0 || rows.length >= next.total) return rows
  }
}

export function useLookup<Row>(load: (signal: AbortSignal) => Promise<readonly Row[]>): Lookup<Row> {
  const rows = shallowRef<readonly Row[]>([])
  const trouble = ref('')
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  const reload = (): Promise<void> =>
    load(abort.signal).then(
      (found) => {
        rows.value = found
        trouble.value = ''
      },
      (error: unknown) => {
        if (!isAbort(error)) trouble.value = failureText(asFailure(error))
      },
    )
  void reload()
  return { rows, trouble, reload }
}

/** All objects of a resource. */
export const useRows = <R extends Resource>(resource: R): Lookup<ObjectOf<R>> =>
  useLookup((signal) => everyRow((query) => listObjects(resource, query, signal), signal))

export const useQueues = () => useRows(skillQueue)
export const useCallFlows = () => useLookup((signal) => call('listCallFlows', { signal }))
export const useOwnAccessCodes = () => useLookup((signal) => call('listOwnAccessCodes', { signal }))
export const useOwnAddresses = () => useLookup((signal) => everyRow((query) => call('listOwnAllowList', { query, signal }), signal))
export const useCustomPages = () => useLookup((signal) => everyRow((query) => call('listCustomPages', { query, signal }), signal))
export const useBaseTables = () => useLookup((signal) => everyRow((query) => call('listBaseTables', { query, signal }), signal))
export const usePageInterfaces = () => useLookup((signal) => call('listPageInterfaces', { signal }))
