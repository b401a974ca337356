// Unsaved changes: forms say whether they hold any; leaving a page, closing a drawer or the tab asks first.
// The question is drawn by LeaveDialog.vue, not by the browser (which insists on its own only for closing the tab).
import { ref } from 'vue'

const holders = new Set<() => boolean>()

/** Registers a form; returns how to take it off again. */
export function holdUnsaved(isDirty: () => boolean): () => void {
  holders.add(isDirty)
  return () => void holders.delete(isDirty)
}

export const hasUnsaved = (): boolean => [...holders].some((isDirty) => isDirty())

export const leaveQuestion = ref<((leave: boolean) => void) | null>(null)

/** True when nothing is unsaved or the person says to drop it. */
export function mayLeave(isDirty: boolean = hasUnsaved()): Promise<boolean> {
  if (!isDirty) return Promise.resolve(true)
  leaveQuestion.value?.(false)
  return new Promise((resolve) => {
    leaveQuestion.value = (leave) => {
      leaveQuestion.value = null
      resolve(leave)
    }
  })
}

export function warnBeforeUnload(event: BeforeUnloadEvent): void {
  if (hasUnsaved()) event.preventDefault()
}
