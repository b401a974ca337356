// The peaks of a recording. Without them it can be played all the same.
import type { RouteResponse } from '@openseat/contracts'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, isAbort } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { failureText } from '../../ui/failure-text.ts'

export function useWaveform(recordingId: string) {
  const waveform = shallowRef<RouteResponse<'getWaveform'> | null>(null)
  const trouble = ref('')
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  void call('getWaveform', { params: { recordingId }, signal: abort.signal }).then(
    (found) => (waveform.value = found),
    (error: unknown) => {
      if (!isAbort(error)) trouble.value = failureText(asFailure(error))
    },
  )
  return { waveform, trouble }
}
