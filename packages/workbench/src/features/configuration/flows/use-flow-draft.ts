// One flow as it is worked on: its text, what is wrong with it as it stands there, saving, publishing, and going back.
import type { FlowDocument, FlowDraft, ShownProblem } from '@openseat/contracts'
import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { language } from '../../../i18n/language.ts'
import { holdUnsaved } from '../../../ui/unsaved.ts'
import { readDocument, type ReadDocument } from './read-flow.ts'

export const textOf = (document: FlowDocument): string => `${JSON.stringify(document, null, 2)}\n`

/** `now`: the text at that moment. What was typed while `sent` was saved stays. */
export const textAfterSave = (sent: string, now: string, saved: FlowDocument): string => (now === sent ? textOf(saved) : now)

export function useFlowDraft(given: FlowDraft) {
  const draft = shallowRef(given)
  const text = ref(textOf(given.document))
  const problems = shallowRef<readonly ShownProblem[]>(given.problems)
  const busy = ref(false)
  const failure = shallowRef<ApiFailure | null>(null)
  const reading = computed(() => readDocument(text.value))
  const isDirty = computed(() => text.value !== textOf(draft.value.document))
  const { flowId } = given

  function take(next: FlowDraft, shown = textOf(next.document)): void {
    draft.value = next
    text.value = shown
    problems.value = next.problems
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (error) {
      failure.value = asFailure(error)
      return false
    } finally {
      busy.value = false
    }
  }

  const reload = () => attempt(async () => take(await call('getFlowDraft', { params: { id: flowId } })))
  const save = () =>
    attempt(async () => {
      const { document } = reading.value
      const sent = text.value
      if (!document) return
      const saved = await call('saveFlowDraft', { params: { id: flowId }, body: { document, baseRevision: draft.value.revision } })
      take(saved, textAfterSave(sent, text.value, saved.document))
    })
  const restore = (revision: number) =>
    attempt(async () =>
      take(await call('restoreFlowRevision', { params: { id: flowId, revision }, body: { baseRevision: draft.value.revision } })),
    )

  useChecks(reading, problems, flowId)
  onScopeDispose(holdUnsaved(() => isDirty.value))
  return { draft, text, problems, reading, isDirty, busy, failure, reload, save, restore }
}

/** What is wrong with the text as it stands, a moment after it was typed; the newest answer wins. */
function useChecks(reading: { readonly value: ReadDocument }, problems: { value: readonly ShownProblem[] }, flowId: number): void {
  let running: AbortController | null = null
  const check = useDebounceFn(async (): Promise<void> => {
    running?.abort()
    const mine = (running = new AbortController())
    const { document } = reading.value
    if (!document) return
    try {
      const found = await call('checkFlow', { body: { document, flowId }, signal: mine.signal })
      if (!mine.signal.aborted) problems.value = found.problems
    } catch (error) {
      // Checking is a help; saving and publishing say what went wrong.
      if (!isAbort(error)) problems.value = []
    }
  }, 500)
  watch(() => reading.value.document, check)
  watch(language, check)
  onScopeDispose(() => running?.abort())
}
