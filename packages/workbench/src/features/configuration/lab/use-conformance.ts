// One conformance run at a time, on the rig's page: which step it is at, and what it found.
import type { LabSettings } from '@openseat/contracts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, type ApiFailure } from '../../../api/api-failure.ts'
import type { Evidence } from './conformance/evidence.ts'
import { ConformanceScript, type ConformanceRig, type ScriptParts } from './conformance/script.ts'
import { overall, verdictsOf } from './conformance/verdicts.ts'

export function useConformance(rig: ConformanceRig) {
  const evidence = shallowRef<Evidence | null>(null)
  const failure = shallowRef<ApiFailure | null>(null)
  const step = ref<Parameters<ScriptParts['onStep']>[0] | null>(null)
  const verdicts = computed(() => (evidence.value ? verdictsOf(evidence.value) : []))
  const result = computed(() => (evidence.value ? overall(verdicts.value) : null))
  let running: AbortController | null = null

  async function start(settings: LabSettings): Promise<void> {
    stop()
    evidence.value = null
    failure.value = null
    const mine = (running = new AbortController())
    const { signal } = mine
    try {
      evidence.value = await new ConformanceScript({ rig, settings, signal, onStep: (now) => void (step.value = now) }).run()
    } catch (error) {
      if (!signal.aborted) failure.value = asFailure(error)
    } finally {
      if (running === mine) step.value = null
    }
  }

  function stop(): void {
    running?.abort()
    running = null
    step.value = null
  }

  onScopeDispose(stop)
  return { step, verdicts, result, failure, start, stop }
}
