// The imports into one table: the latest records, asked for every second while one is running, also after a reload of
// the page; starting, stopping, and the moment at which one has ended.
import type { ImportPreview, TableImport } from '@openseat/contracts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { useRefresh } from '../../../ui/use-refresh.ts'
import { justEnded } from './import-file.ts'

const recordsShown = 20

export function useImports(tableId: number, onEnded: () => void) {
  const records = shallowRef<readonly TableImport[]>([])
  const failure = shallowRef<ApiFailure | null>(null)
  let loaded = false
  const abort = new AbortController()
  const running = computed(() => records.value.find(({ status }) => status === 'running') ?? null)

  function take(next: readonly TableImport[]): void {
    const ended = loaded && justEnded(records.value, next)
    records.value = next
    loaded = true
    if (ended) onEnded()
  }

  async function reload(): Promise<void> {
    try {
      const query = { pageSize: recordsShown, sort: '-startedAt' }
      take((await call('listTableImports', { params: { id: tableId }, query, signal: abort.signal })).items)
      failure.value = null
    } catch (error) {
      if (!isAbort(error)) failure.value = asFailure(error)
    }
  }

  async function stop(): Promise<void> {
    const importId = running.value?.id
    if (importId === undefined) return
    await call('stopTableImport', { params: { id: tableId, importId } })
    await reload()
  }

  useRefresh(() => (running.value ? reload() : undefined), 1)
  onScopeDispose(() => abort.abort())
  void reload()
  return { records, running, failure, reload, stop }
}
export type Imports = ReturnType<typeof useImports>

/** One file on its way: read through for the dry run, then sent to be imported. A newer file drops the older. */
export function useImportFile(tableId: number) {
  const file = shallowRef<File | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  const failure = shallowRef<ApiFailure | null>(null)
  const busy = ref(false)
  let running: AbortController | null = null

  function drop(): void {
    running?.abort()
    file.value = null
    preview.value = null
    failure.value = null
    busy.value = false
  }

  async function run<T>(
    work: (input: {
      params: { id: number }
      query: { fileName: string }
      body: Uint8Array<ArrayBuffer>
      signal: AbortSignal
    }) => Promise<T>,
  ) {
    const sent = file.value
    if (!sent) return null
    running = new AbortController()
    const { signal } = running
    busy.value = true
    failure.value = null
    try {
      const body = new Uint8Array(await sent.arrayBuffer())
      return await work({ params: { id: tableId }, query: { fileName: sent.name }, body, signal })
    } catch (error) {
      if (!isAbort(error)) failure.value = asFailure(error)
      return null
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  async function choose(next: File): Promise<void> {
    drop()
    file.value = next
    preview.value = await run((input) => call('previewTableImport', input))
  }

  const start = () => run((input) => call('startTableImport', input))
  onScopeDispose(() => running?.abort())
  return { file, preview, failure, busy, choose, start, drop }
}
