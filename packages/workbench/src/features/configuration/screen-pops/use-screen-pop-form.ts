// The form of one screen pop: its values, the preview of its address, the allowlist's opinion of it.
import {
  defaultGrants,
  screenPopChangeSchema,
  screenPopInputSchema,
  type FormField,
  type OpenMode,
  type PageGrant,
  type PageKind,
  type PassMode,
  type PopParam,
  type PopRule,
  type PopTrigger,
  type ScreenPop,
  type WorkbenchKind,
} from '@openseat/contracts'
import { computed, ref, shallowRef, watch, onScopeDispose } from 'vue'
import { useDebounceFn } from '@vueuse/core'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { useForm, type FormSchema } from '../../../ui/use-form.ts'
import { useRefresh } from '../../../ui/use-refresh.ts'
import { useOwnAddresses } from '../../../resource/lookups.ts'
import { listedState, originOf } from './address-listed.ts'

export interface PopValues {
  workbenchKind: WorkbenchKind
  name: string
  pageKind: PageKind
  customPageId: number | null
  url: string
  openMode: OpenMode
  passMode: PassMode
  params: PopParam[]
  trigger: PopTrigger
  omitEmpty: boolean
  afterFragment: boolean
  contextToken: boolean
  grants: PageGrant[]
  rule: PopRule
}

const starting: Omit<PopValues, 'workbenchKind'> = {
  name: '',
  pageKind: 'external',
  customPageId: null,
  url: '',
  openMode: 'embedded',
  passMode: 'get',
  params: [],
  trigger: 'answered',
  omitEmpty: false,
  afterFragment: false,
  contextToken: false,
  grants: [...defaultGrants],
  rule: { queueIds: [], mediaTypes: [], directions: [], conditions: [] },
}

function valuesOf(pop: ScreenPop | null, kind: WorkbenchKind): PopValues {
  const { workbenchKind, name, pageKind, customPageId, url, trigger, rule } = { workbenchKind: kind, ...starting, ...pop }
  const { openMode, passMode, params, omitEmpty, afterFragment, contextToken, grants } = { ...starting, ...pop }
  const passing = { openMode, passMode, params, omitEmpty, afterFragment, contextToken, grants }
  return { workbenchKind, name, pageKind, customPageId, url, ...passing, trigger, rule }
}

const { url: noUrl, openMode, passMode, params, omitEmpty, afterFragment, contextToken, grants } = starting
/** An internal page has no address and is passed nothing. */
const unaddressed = { url: noUrl, openMode, passMode, params, omitEmpty, afterFragment, contextToken, grants }

/** As it is sent. What a kind or a mode does not have is kept in the form alone, for the case that it is changed back. */
export function sentOf(values: PopValues): PopValues {
  if (values.pageKind === 'internal') return { ...values, ...unaddressed }
  const external = { ...values, customPageId: null }
  if (values.passMode !== 'webApi') return external
  return { ...external, openMode: 'embedded', params: [], omitEmpty: false, afterFragment: false }
}

/** What a change may say: the workbench is fixed. */
function changeOf(values: PopValues) {
  const { workbenchKind: _fixed, ...change } = sentOf(values)
  return change
}

const inputSchema: FormSchema = {
  safeParse: (values, context) => screenPopInputSchema.safeParse(sentOf(values as PopValues), context),
}
const changeSchema: FormSchema = {
  safeParse: (values, context) => screenPopChangeSchema.safeParse(changeOf(values as PopValues), context),
}

/** The customer's number stands in an address, which servers write down and browsers remember. */
export function showsNumber({ passMode, params, url }: PopValues): boolean {
  if (passMode !== 'get') return false
  const isNumber = (key: string): boolean => key === 'callerNum' || key === 'calledNum'
  const passes = params.length === 0 || params.some(({ source, key }) => source === 'callData' && isNumber(key))
  return passes || /\{(callerNum|calledNum)\}/.test(url)
}

export function useScreenPopForm(pop: ScreenPop | null, kind: WorkbenchKind) {
  return useForm<PopValues>({
    schema: () => (pop === null ? inputSchema : changeSchema),
    values: valuesOf(pop, kind),
    send: async (values) => {
      if (pop === null) await call('createScreenPop', { body: sentOf(values) })
      else await call('changeScreenPop', { params: { id: pop.id }, body: { ...changeOf(values), version: pop.version } })
    },
  })
}

/** The address with sample data, as the server makes it; asked while typing, the newest answer wins. */
export function usePreview(values: PopValues) {
  const url = ref('')
  /** What is posted; null where nothing is. */
  const form = shallowRef<readonly FormField[] | null>(null)
  const failure = shallowRef<ApiFailure | null>(null)
  let running: AbortController | null = null

  async function ask(): Promise<void> {
    running?.abort()
    const sample = { ...sentOf(values), name: values.name.trim() || 'preview' }
    const parsed = screenPopInputSchema.safeParse(sample)
    failure.value = null
    if (!parsed.success) return void (url.value = '')
    running = new AbortController()
    try {
      const answer = await call('previewScreenPop', { body: parsed.data, signal: running.signal })
      url.value = answer.url
      form.value = answer.form
    } catch (error) {
      if (isAbort(error)) return
      failure.value = asFailure(error)
      url.value = ''
    }
  }

  watch(() => JSON.stringify(values), useDebounceFn(ask, 300))
  void ask()
  onScopeDispose(() => running?.abort())
  return { url, form, failure }
}

/** How soon an answer to a request is seen. */
const answerWithinSeconds = 5

/** Whether the typed address is on the allowlist, and how to ask for it. */
export function useAddressState(values: PopValues, noteFor: (name: string) => string) {
  const { rows, reload } = useOwnAddresses()
  const busy = ref(false)
  const failure = shallowRef<ApiFailure | null>(null)
  const state = computed(() => listedState(values.url.trim(), rows.value))
  const origin = computed(() => originOf(values.url.trim()))
  // The operator's answer comes while the form stands open.
  useRefresh(() => state.value === 'requested' && reload(), answerWithinSeconds)

  async function request(): Promise<void> {
    if (origin.value === null || busy.value) return
    busy.value = true
    failure.value = null
    try {
      await call('requestAllowListEntry', { body: { origin: origin.value, pathPrefix: '', note: noteFor(values.name) } })
      await reload()
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      busy.value = false
    }
  }

  return { state, origin, request, busy, failure }
}
