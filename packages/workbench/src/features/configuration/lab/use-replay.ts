// Plays a loaded run again: with its own timing, or one step at each press.
import type { LabAction, LabRunFile, LabStep } from '@openseat/contracts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

export function useReplay(perform: (action: LabAction) => void) {
  const loaded = shallowRef<LabRunFile | null>(null)
  const done = ref(0)
  const isPlaying = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = computed<LabStep | null>(() => loaded.value?.steps[done.value] ?? null)

  function stop(): void {
    clearTimeout(timer)
    isPlaying.value = false
  }

  function load(run: LabRunFile | null): void {
    stop()
    loaded.value = run
    done.value = 0
  }

  function step(): void {
    if (!next.value) return stop()
    perform(next.value.action)
    done.value += 1
    if (!next.value) stop()
  }

  function wait(): void {
    if (!next.value) return stop()
    timer = setTimeout(() => {
      step()
      if (isPlaying.value) wait()
    }, next.value.afterMs)
  }

  /** From the first step, or from where it stands. */
  function play(): void {
    isPlaying.value = true
    wait()
  }

  /** The page was opened anew: from the first step. */
  function rewind(): void {
    stop()
    done.value = 0
  }

  onScopeDispose(stop)
  return { loaded, done, next, isPlaying, load, play, step, stop, rewind }
}
