// A failure in words that stay true: where it says how long to wait, the time runs down before the person's eyes.
import { errorCatalogue, errorText, type ErrorCode } from '@openseat/contracts'
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { ApiFailure } from '../api/api-failure.ts'
import { i18n, language } from '../i18n/language.ts'
import { failureText } from './failure-text.ts'

const tickMs = 250

export function useFailureText(failure: Ref<ApiFailure | null>): ComputedRef<string> {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = (): void => clearInterval(timer)

  function start(seconds: number): void {
    const end = performance.now() + seconds * 1000
    left.value = seconds
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((end - performance.now()) / 1000))
      if (left.value === 0) stop()
    }, tickMs)
  }

  watch(
    failure,
    (next) => {
      stop()
      if (isTimed(next)) start(next.retryAfterSeconds ?? 0)
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  return computed(() => {
    const now = failure.value
    if (now === null) return ''
    if (!isTimed(now)) return failureText(now)
    return left.value === 0 ? i18n.global.t('ui.failure.waited') : errorText(now.code, language.value, { seconds: left.value })
  })
}

interface Timed extends ApiFailure {
  readonly code: ErrorCode
}

function isTimed(failure: ApiFailure | null): failure is Timed {
  if (failure === null || failure.code === null || failure.retryAfterSeconds === null) return false
  return errorCatalogue[failure.code].en.includes('{seconds}')
}
