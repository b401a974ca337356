// One check of a page: asked for, on its way, answered. What is asked is for the caller to say.
import { pageDraftSchema, type PageCheck, type PageDraft, type PageFinding } from '@openseat/contracts'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'

export function useCheckRun(first: PageCheck | null, ask: (signal: AbortSignal) => Promise<PageCheck>) {
  const check = shallowRef<PageCheck | null>(first)
  const failure = shallowRef<ApiFailure | null>(null)
  const busy = ref(false)
  let running: AbortController | null = null

  async function run(): Promise<void> {
    drop()
    const mine = (running = new AbortController())
    busy.value = true
    try {
      const found = await ask(mine.signal)
      if (running === mine) check.value = found
    } catch (error) {
      if (!isAbort(error)) failure.value = asFailure(error)
    } finally {
      if (running === mine) busy.value = false
    }
  }

  /** What was found of another page says nothing of this one. */
  function drop(): void {
    running?.abort()
    running = null
    busy.value = false
    check.value = null
    failure.value = null
  }

  onScopeDispose(() => running?.abort())
  return { check, failure, busy, run, drop }
}

/** What of a form decides about the page; null while there is no address. */
export function draftOf(values: object): PageDraft | null {
  const known = Object.entries(values).filter(([name]) => name in pageDraftSchema.shape)
  const parsed = pageDraftSchema.safeParse(
    Object.fromEntries(known.map(([name, value]) => [name, name === 'url' ? String(value).trim() : value])),
  )
  return parsed.success ? parsed.data : null
}

/** Whether a window of its own is a way out of what was found. */
export const isSeparable = (findings: readonly PageFinding[]): boolean =>
  findings.some(({ advice }) => advice.some(({ action }) => action === 'openSeparate'))
