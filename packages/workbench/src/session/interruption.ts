// A log-in that ends while its person works. They log in again over what they have open, and all goes on where it was.
import type { Me } from '@openseat/contracts'
import { ref, type Ref } from 'vue'

export function useInterruption(me: Ref<Me | null>) {
  /** The server knows the log-in no more. */
  const hasEnded = ref(false)
  /** It ended, and its person has not gone on yet. */
  const isInterrupted = ref(false)
  /** Counts how often the person went on with a new log-in. */
  const renewals = ref(0)

  function end(): void {
    if (me.value !== null) hasEnded.value = isInterrupted.value = true
  }

  /** There is a new log-in, or a new password; work goes on once neither is wanted. */
  function goOn(): void {
    hasEnded.value = false
    if (!isInterrupted.value || me.value?.mustChangePassword === true) return
    isInterrupted.value = false
    renewals.value += 1
  }

  return { hasEnded, isInterrupted, renewals, end, goOn }
}
