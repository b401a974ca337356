// Busy reasons: a code and a name each; saving a code that exists renames it.
import { busyReasonInputSchema, limits, vocabulary, type BusyReason } from '@openseat/contracts'
import { ref } from 'vue'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { useList } from '../../../ui/use-list.ts'

const matches = (reason: BusyReason, search: string): boolean =>
  reason.name.toLowerCase().includes(search.toLowerCase()) || String(reason.code).includes(search)

/** The list comes whole, so searching is done here; `codes` are those of all reasons, found or not. */
export function useBusyReasonList() {
  const codes = ref<readonly number[]>([])
  const list = useList(async (question, signal) => {
    const all = await call('listBusyReasons', { signal })
    codes.value = all.map((reason) => reason.code)
    const items = all.filter((reason) => matches(reason, question.search))
    return { items, total: items.length }
  })
  return { list, codes }
}

/** The lowest code that is free, or null when all are taken. */
export function freeCode(taken: readonly number[]): number | null {
  for (let code = limits.busyReasonCode.min; code <= limits.busyReasonCode.max; code += 1) {
    if (!taken.includes(code)) return code
  }
  return null
}

export const busyReasonDeletion = (reason: BusyReason) =>
  deletion(inLanguage(vocabulary.busyReason), reason.name, () => call('deleteBusyReason', { params: { code: reason.code } }))

export function useBusyReasonForm(reason: BusyReason) {
  return useForm({
    schema: () => busyReasonInputSchema,
    values: { code: reason.code, name: reason.name },
    send: async (body) => void (await call('setBusyReason', { body })),
  })
}
