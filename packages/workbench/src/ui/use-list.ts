// A list's state: the question from the address, the page of rows from the server. A newer question aborts the older.
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { asFailure, isAbort, type ApiFailure } from '../api/api-failure.ts'
import { addressOf, isNarrowed, questionOf, type ListQuestion } from './list-query.ts'

export interface ListPageOf<Row> {
  readonly items: readonly Row[]
  readonly total: number
  /** The list is too long to be counted: rows beyond this one, or before it, are another part. */
  readonly earlier?: string | null
  readonly later?: string | null
}

export interface ListState<Row> {
  readonly question: ComputedRef<ListQuestion>
  readonly rows: ShallowRef<readonly Row[]>
  readonly total: Ref<number>
  /** What lies on either side of the part that is shown; empty for nothing. */
  readonly beside: ShallowRef<{ readonly earlier: string; readonly later: string }>
  /** `loading` only before the first rows; a reload keeps the present ones in place. */
  readonly status: Ref<'loading' | 'ready' | 'failed'>
  readonly busy: Ref<boolean>
  readonly failure: ShallowRef<ApiFailure | null>
  readonly isNarrowed: ComputedRef<boolean>
  readonly ask: (change: Partial<ListQuestion>) => void
  readonly clear: () => void
  readonly reload: () => Promise<void>
}

/** Query values of a question, as every list route takes them. */
export const listParams = (question: ListQuestion) => ({
  search: question.search,
  page: question.page,
  pageSize: question.pageSize,
  ...(question.sort === '' ? {} : { sort: question.sort }),
})

type Load<Row> = (question: ListQuestion, signal: AbortSignal) => Promise<ListPageOf<Row>>

function shownPart<Row>() {
  const rows = shallowRef<readonly Row[]>([])
  const total = ref(0)
  const beside = shallowRef({ earlier: '', later: '' })
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<ApiFailure | null>(null)

  function take({ items, total: counted, earlier, later }: ListPageOf<Row>): void {
    rows.value = items
    total.value = counted
    beside.value = { earlier: earlier ?? '', later: later ?? '' }
    status.value = 'ready'
    failure.value = null
  }

  return { rows, total, beside, status, failure, take }
}

export function useList<Row>(load: Load<Row>, filterNames: readonly string[] = []): ListState<Row> {
  const route = useRoute()
  const router = useRouter()
  const page = route.matched.at(-1)
  const question = computed(() => questionOf(route.query, filterNames))
  const { rows, total, beside, status, failure, take } = shownPart<Row>()
  const busy = ref(false)
  let running: AbortController | null = null

  function accept(page: ListPageOf<Row>): void {
    take(page)
    if (page.items.length === 0 && page.total > 0 && question.value.page > 1) ask({ page: 1 })
  }

  async function reload(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    busy.value = true
    try {
      accept(await load(question.value, mine.signal))
    } catch (error) {
      if (isAbort(error)) return
      failure.value = asFailure(error)
      status.value = 'failed'
    } finally {
      if (running === mine) busy.value = false
    }
  }

  function ask(change: Partial<ListQuestion>): void {
    // Another question begins at its beginning.
    const part = 'page' in change ? {} : { after: '', before: '' }
    void router.replace({ query: addressOf({ ...question.value, page: 1, ...part, ...change }) })
  }

  const clear = (): void => ask({ search: '', filters: Object.fromEntries(filterNames.map((name) => [name, ''])) })

  watch(
    () => JSON.stringify(question.value),
    () => {
      if (route.matched.at(-1) === page) void reload()
    },
    { immediate: true },
  )
  onScopeDispose(() => running?.abort())
  return {
    question,
    rows,
    total,
    beside,
    status,
    busy,
    failure,
    isNarrowed: computed(() => isNarrowed(question.value)),
    ask,
    clear,
    reload,
  }
}
