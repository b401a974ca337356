// Custom pages: the list, one page's form with its preview, publishing, taking back and deleting.
import { customPageInputSchema, vocabulary, type CustomPage, type PageView } from '@openseat/contracts'
import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asFailure, isAbort } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'
import { sentOf, valuesOf, type PageValues } from './page-values.ts'

export const useCustomPageList = () => useList((question, signal) => call('listCustomPages', { query: listParams(question), signal }))

export function unpublication({ id, name }: CustomPage): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('customPages.unpublishTitle', { name }),
    consequence: t('customPages.unpublishConsequence'),
    verb: t('customPages.unpublishVerb'),
    removes: false,
    perform: () => call('unpublishCustomPage', { params: { id } }),
  }
}

export const pageDeletion = ({ id, name }: CustomPage): DangerousAction =>
  deletion(inLanguage(vocabulary.customPage), name, () => call('deleteCustomPage', { params: { id } }))

export function useCustomPageForm(page: CustomPage | null, saved: (page: CustomPage) => void) {
  return useForm<PageValues>({
    schema: () => ({ safeParse: (values, context) => customPageInputSchema.safeParse(sentOf(values as PageValues), context) }),
    values: valuesOf(page),
    send: async (values) => {
      const body = sentOf(values)
      if (page === null) saved(await call('createCustomPage', { body }))
      else saved(await call('changeCustomPage', { params: { id: page.id }, body: { ...body, version: page.version } }))
    },
  })
}

/** What the page would show, asked while it is composed; the newest answer wins. Null: it is not complete yet. */
export function usePagePreview(values: PageValues) {
  /** Empty: sample data. */
  const number = ref('')
  const view = shallowRef<PageView | null>(null)
  const trouble = ref('')
  const isAsking = ref(false)
  let running: AbortController | null = null

  async function ask(): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    const page = customPageInputSchema.safeParse({ ...sentOf(values), name: values.name.trim() || '—' })
    trouble.value = ''
    if (!page.success) return void (view.value = null)
    isAsking.value = true
    try {
      view.value = await call('previewCustomPage', { body: { page: page.data, number: number.value.trim() || null }, signal: mine.signal })
    } catch (error) {
      if (isAbort(error)) return
      trouble.value = failureText(asFailure(error))
    } finally {
      if (running === mine) isAsking.value = false
    }
  }

  watch(() => JSON.stringify(values), useDebounceFn(ask, 300))
  void ask()
  onScopeDispose(() => running?.abort())
  return { number, view, trouble, isAsking, ask }
}
