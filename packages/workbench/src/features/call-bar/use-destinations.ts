// Agents and queues as they are now, asked for anew every 3 s while someone looks.
import { onScopeDispose, shallowRef } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import type { Destinations } from './destinations.ts'

const everyMs = 3_000

export function useDestinations() {
  const list = shallowRef<Destinations | null>(null)
  /** Of the last question; the last answer stays meanwhile. */
  const failure = shallowRef<ApiFailure | null>(null)
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    clearTimeout(timer)
    try {
      list.value = await call('listDestinations', { signal: abort.signal })
      failure.value = null
    } catch (error) {
      if (isAbort(error) && abort.signal.aborted) return
      if (!isAbort(error)) failure.value = asFailure(error)
    }
    if (!abort.signal.aborted) timer = setTimeout(() => void ask(), everyMs)
  }

  onScopeDispose(() => {
    abort.abort()
    clearTimeout(timer)
  })
  void ask()
  return { list, failure, ask }
}
