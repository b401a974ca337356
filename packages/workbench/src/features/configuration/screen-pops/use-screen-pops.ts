// Screen pops of one workbench: the ordered list with its limits, switching, moving, deleting.
import { vocabulary, workbenchKinds, type ScreenPop, type WorkbenchKind } from '@openseat/contracts'
import { computed, ref } from 'vue'
import { useRoute } from 'vue-router'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useList } from '../../../ui/use-list.ts'

const isKind = (value: unknown): value is WorkbenchKind => (workbenchKinds as readonly unknown[]).includes(value)

export function useScreenPops() {
  const route = useRoute()
  const limits = ref({ maxScreenPops: 0, maxParams: 0 })
  const count = ref(0)
  const kind = computed<WorkbenchKind>(() => (isKind(route.query['workbenchKind']) ? route.query['workbenchKind'] : 'audioVideo'))
  const list = useList<ScreenPop>(
    async (question, signal) => {
      const answer = await call('listScreenPops', { query: { workbenchKind: kind.value, search: question.search }, signal })
      limits.value = { maxScreenPops: answer.maxScreenPops, maxParams: answer.maxParams }
      count.value = answer.total
      return { items: answer.items, total: answer.items.length }
    },
    ['workbenchKind'],
  )
  const isNarrowed = computed(() => list.question.value.search !== '')

  /** The number of pops is known only from a list that nothing narrows. */
  const isFull = computed(() => !isNarrowed.value && limits.value.maxScreenPops > 0 && count.value >= limits.value.maxScreenPops)

  async function enable(pop: ScreenPop, enabled: boolean): Promise<void> {
    await call('enableScreenPop', { params: { id: pop.id }, body: { enabled } })
    await list.reload()
  }

  async function move(pop: ScreenPop, direction: 'up' | 'down'): Promise<void> {
    await call('moveScreenPop', { params: { id: pop.id }, body: { direction } })
    await list.reload()
  }

  const deletionOf = (pop: ScreenPop) =>
    deletion(inLanguage(vocabulary.screenPop), pop.name, () => call('deleteScreenPop', { params: { id: pop.id } }))

  const clear = (): void => list.ask({ search: '' })
  return { list: { ...list, isNarrowed, clear }, kind, limits, count, isFull, enable, move, deletionOf }
}
