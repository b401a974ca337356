// One custom page of a contact: asks for it, keeps what is there when it cannot be had anew, and reveals hidden values.
import type { PageView } from '@openseat/contracts'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { asFailure, isAbort } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { languageTold } from '../../i18n/language.ts'
import type { PopStatus } from '../../bridge-host/pop-status.ts'
import type { Pop } from '../../realtime/contact-state.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { failureText } from '../../ui/failure-text.ts'
import { showToast } from '../../ui/toasts.ts'

export interface FieldPlace {
  readonly card: number
  readonly field: number
}

const keyOf = ({ card, field }: FieldPlace): string => `${card}/${field}`

export function useCustomPage(pop: () => Pop) {
  const view = shallowRef<PageView | null>(null)
  /** Why there is nothing, or nothing newer. */
  const trouble = ref('')
  const isAsking = ref(false)
  const params = computed(() => ({ callId: pop().callId, popId: pop().popId }))
  const { revealed, toggle } = useRevealed(() => params.value)
  let running: AbortController | null = null
  const status = computed<PopStatus>(() => {
    if (view.value !== null && view.value.fetchedAt !== null) return { kind: 'ready' }
    return trouble.value === '' ? { kind: 'loading' } : { kind: 'blocked', reason: 'noData' }
  })

  /** What is revealed belongs to what was shown. */
  function take(next: PageView): void {
    view.value = next
    trouble.value = next.problem ?? ''
    revealed.clear()
  }

  async function load(again: boolean): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    isAsking.value = true
    try {
      take(await call('readContactPage', { params: params.value, query: again ? { again: 'true' } : {}, signal: mine.signal }))
    } catch (error) {
      if (!isAbort(error)) trouble.value = failureText(asFailure(error))
    } finally {
      if (running === mine) isAsking.value = false
    }
  }

  async function add(card: number, values: Record<string, string>): Promise<void> {
    take(await call('addContactRecord', { params: params.value, body: { card, values } }))
  }

  useReport(pop, () => status.value.kind)
  onScopeDispose(() => running?.abort())
  void load(false)
  // What the server says in words, it says in the language that it is asked in.
  watch(languageTold, () => void load(false))
  return { view, trouble, isAsking, status, revealed, load, toggle, add }
}

/** Hidden values that the agent has had shown, by `card/field`. */
function useRevealed(params: () => { callId: string; popId: number }) {
  const revealed = reactive(new Map<string, string>())
  async function toggle(place: FieldPlace): Promise<void> {
    const key = keyOf(place)
    if (revealed.delete(key)) return
    try {
      const { value } = await call('revealContactValue', { params: params(), body: { ...place } })
      revealed.set(key, value)
    } catch (error) {
      showToast({ tone: 'failed', text: failureText(asFailure(error)) })
    }
  }
  return { revealed, toggle }
}

/** The contact's timeline tells how the page fared; a report that does not get through costs a line there, nothing else. */
function useReport(pop: () => Pop, kind: () => PopStatus['kind']): void {
  const desk = useAgentDesk()
  let reported = ''
  watch(kind, (now) => {
    if (!desk.isLeader || now === 'loading' || now === reported) return
    reported = now
    const { callId, popId, receivedAt, restored } = pop()
    const milliseconds = restored ? 0 : Math.max(0, Date.now() - receivedAt)
    void desk.run({ kind: 'popReport', callId, popId, outcome: now === 'ready' ? 'loaded' : 'blocked', milliseconds })
  })
}
