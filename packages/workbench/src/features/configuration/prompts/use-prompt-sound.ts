// The sound of one prompt: a file that is chosen and sent, and where it is played from.
import { limits, routes, type Prompt } from '@openseat/contracts'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { asFailure } from '../../../api/api-failure.ts'
import { call, pathOf } from '../../../api/call.ts'
import { i18n } from '../../../i18n/language.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { showToast } from '../../../ui/toasts.ts'
import { soundFileFault } from './sound-file.ts'

const { t } = i18n.global
const megabytes = limits.promptFileBytes / 1024 / 1024

export interface PromptSoundState {
  readonly file: ShallowRef<File | null>
  readonly trim: Ref<boolean>
  readonly busy: Ref<boolean>
  /** Why the file was not taken; empty when all is well. */
  readonly refusal: Ref<string>
  /** Undefined while there is no sound. */
  readonly source: ComputedRef<string | undefined>
  readonly choose: (chosen: File | undefined) => void
  readonly send: () => Promise<void>
}

export function usePromptSound(row: () => Prompt, changed: (row: Prompt) => void): PromptSoundState {
  const file = shallowRef<File | null>(null)
  const trim = ref(false)
  const busy = ref(false)
  const refusal = ref('')
  // The version lets the browser hear that it is another one.
  const source = computed(() =>
    row().durationMs === null ? undefined : `${pathOf(routes.playPrompt.path, { id: row().id })}?version=${row().version}`,
  )
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return
    const fault = soundFileFault(chosen)
    refusal.value = fault === null ? '' : t(`prompts.fault.${fault}`, { name: chosen.name, max: megabytes })
    file.value = fault === null ? chosen : null
  }
  const send = async (): Promise<void> => {
    const sent = file.value
    if (!sent || busy.value) return
    busy.value = true
    refusal.value = ''
    try {
      const body = new Uint8Array(await sent.arrayBuffer())
      const query = { fileName: sent.name, trim: trim.value ? 'true' : 'false' } as const
      const next = await call('uploadPrompt', { params: { id: row().id }, query, body })
      file.value = null
      changed(next)
      showToast({ tone: 'done', text: t('prompts.sent', { name: next.code }) })
    } catch (error) {
      refusal.value = failureText(asFailure(error))
    } finally {
      busy.value = false
    }
  }
  return { file, trim, busy, refusal, source, choose, send }
}
