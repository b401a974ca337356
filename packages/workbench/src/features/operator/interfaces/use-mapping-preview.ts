// The cards of the sample answer as the mapping stands, a moment after the last change. Only the newest question counts.
import { mappingTrialSchema, type MappingTrialResult } from '@openseat/contracts'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asFailure, isAbort } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { mappingOf, type InterfaceValues } from './use-interface-form.ts'

const pauseMs = 300

export function useMappingPreview(values: InterfaceValues) {
  const result = shallowRef<MappingTrialResult | null>(null)
  const failure = ref<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = new AbortController()

  async function show(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    failure.value = null
    const body = mappingTrialSchema.safeParse({ mapping: mappingOf(values.mapping), answer: values.sample })
    if (!body.success || values.sample.trim() === '') return void (result.value = null)
    const { signal } = asking
    try {
      result.value = await call('mapCustomerAnswer', { body: body.data, signal })
    } catch (error) {
      if (!isAbort(error)) failure.value = failureText(asFailure(error))
    }
  }

  watch(
    () => JSON.stringify([values.mapping, values.sample]),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void show(), pauseMs)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    asking.abort()
  })
  return { result, failure }
}
