// The form of one screen pop: its values, the preview of its address, the allowlist's opinion of it.
import {
  screenPopChangeSchema,
  screenPopInputSchema,
  type AllowListEntry,
  type PopParam,
  type PopTrigger,
  type ScreenPop,
  type WorkbenchKind,
} from '@openseat/contracts'
import { computed, ref, shallowRef, watch, onScopeDispose } from 'vue'
import { useDebounceFn } from '@vueuse/core'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { useForm, type FormSchema } from '../../../ui/use-form.ts'
import { useOwnAddresses } from '../lookups.ts'
import { listedState, originOf } from './address-listed.ts'

export interface PopValues {
  workbenchKind: WorkbenchKind
  name: string
  url: string
  params: PopParam[]
  trigger: PopTrigger
  omitEmpty: boolean
  afterFragment: boolean
}

function valuesOf(pop: ScreenPop | null, kind: WorkbenchKind): PopValues {
  const { workbenchKind = kind, name = '', url = '', params = [], trigger = 'answered' } = pop ?? {}
  return { workbenchKind, name, url, params, trigger, omitEmpty: pop?.omitEmpty ?? false, afterFragment: pop?.afterFragment ?? false }
}

/** What a change may say: the workbench is fixed. */
function changeOf(values: PopValues) {
  const { workbenchKind: _fixed, ...change } = values
  return change
}

const changeSchema: FormSchema = {
  safeParse: (values, context) => screenPopChangeSchema.safeParse(changeOf(values as PopValues), context),
}

export function useScreenPopForm(pop: ScreenPop | null, kind: WorkbenchKind) {
  return useForm<PopValues>({
    schema: () => (pop === null ? screenPopInputSchema : changeSchema),
    values: valuesOf(pop, kind),
    send: async (values) => {
      if (pop === null) await call('createScreenPop', { body: values })
      else await call('changeScreenPop', { params: { id: pop.id }, body: { ...changeOf(values), version: pop.version } })
    },
  })
}

/** The address with sample data, as the server makes it; asked while typing, the newest answer wins. */
export function usePreview(values: PopValues) {
  const url = ref('')
  const failure = shallowRef<ApiFailure | null>(null)
  let running: AbortController | null = null

  async function ask(): Promise<void> {
    running?.abort()
    const sample = { ...values, name: values.name.trim() || 'preview' }
    const parsed = screenPopInputSchema.safeParse(sample)
    failure.value = null
    if (!parsed.success) return void (url.value = '')
    running = new AbortController()
    try {
      url.value = (await call('previewScreenPop', { body: parsed.data, signal: running.signal })).url
    } catch (error) {
      if (isAbort(error)) return
      failure.value = asFailure(error)
      url.value = ''
    }
  }

  watch(() => JSON.stringify(values), useDebounceFn(ask, 300))
  void ask()
  onScopeDispose(() => running?.abort())
  return { url, failure }
}

/** Whether the typed address is on the allowlist, and how to ask for it. */
export function useAddressState(values: PopValues, noteFor: (name: string) => string) {
  const { rows } = useOwnAddresses()
  const asked = ref<AllowListEntry[]>([])
  const busy = ref(false)
  const failure = shallowRef<ApiFailure | null>(null)
  const state = computed(() => listedState(values.url.trim(), [...rows.value, ...asked.value]))
  const origin = computed(() => originOf(values.url.trim()))

  async function request(): Promise<void> {
    if (origin.value === null || busy.value) return
    busy.value = true
    failure.value = null
    try {
      const entry = await call('requestAllowListEntry', { body: { origin: origin.value, pathPrefix: '', note: noteFor(values.name) } })
      asked.value = [...asked.value, entry]
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      busy.value = false
    }
  }

  return { state, origin, request, busy, failure }
}
