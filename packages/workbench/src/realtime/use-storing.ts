// Whether the server can store what happens, and whether a hang-up of ours waits for that.
import { ref } from 'vue'

export function useStoring() {
  /** False: commands wait or are refused, hanging up works. */
  const isStoring = ref(true)
  const hasHungUp = ref(false)

  function storing(on: boolean): void {
    isStoring.value = on
    hasHungUp.value &&= !on
  }

  return { isStoring, hasHungUp, storing }
}
