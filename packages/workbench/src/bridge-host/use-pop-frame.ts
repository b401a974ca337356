// One pop's frame: opens it, listens to its wrapper document, judges it by the clock, and reports how it fared.
import { computed, onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import type { Pop } from '../realtime/contact-state.ts'
import { useDesk } from '../realtime/desk.ts'
import { loadWithinMs, nextStatus, originText, wrapperMessage, type PopStatus } from './pop-status.ts'

const outcomes = { ready: 'loaded', blocked: 'blocked', late: 'timedOut' } as const

export function usePopFrame(pop: () => Pop, opensByItself: () => boolean, frame: Ref<HTMLIFrameElement | null>) {
  const desk = useDesk()
  const status = ref<PopStatus>(pop().blocked ? { kind: 'blocked', reason: 'addressNotListed' } : { kind: 'waiting' })
  /** Grows with each attempt: the frame's key, so that a retry is a new frame. */
  const attempt = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let beganAt = 0
  let reported = ''

  const isOpen = computed(() => attempt.value > 0)

  function open(): void {
    if (pop().blocked) return
    clearTimeout(timer)
    // The report's time runs from the event; after a retry or a reload it runs from the click.
    beganAt = attempt.value === 0 && !pop().restored ? pop().receivedAt : Date.now()
    attempt.value += 1
    reported = ''
    status.value = { kind: 'loading' }
    timer = setTimeout(() => (status.value = nextStatus(status.value, 'timeout')), loadWithinMs)
  }

  /** Believed only from our own wrapper document in this very frame. */
  function onMessage(event: MessageEvent): void {
    if (event.origin !== location.origin || event.source === null || event.source !== frame.value?.contentWindow) return
    const message = wrapperMessage(event.data)
    if (message && message.callId === pop().callId && message.popId === pop().popId) status.value = nextStatus(status.value, message)
  }

  function report(kind: PopStatus['kind']): void {
    if (!desk.isLeader || !(kind in outcomes) || kind === reported) return
    reported = kind
    const milliseconds = beganAt === 0 ? 0 : Date.now() - beganAt
    const { callId, popId } = pop()
    // A report that does not get through costs a line of the timeline, nothing else.
    void desk.run({ kind: 'popReport', callId, popId, outcome: outcomes[kind as keyof typeof outcomes], milliseconds })
  }

  watch(() => status.value.kind, report, { immediate: true })
  watch(
    opensByItself,
    (now) => {
      if (now && !isOpen.value) open()
    },
    { immediate: true },
  )
  onMounted(() => window.addEventListener('message', onMessage))
  onUnmounted(() => {
    clearTimeout(timer)
    window.removeEventListener('message', onMessage)
  })

  const host = computed(() => originText(pop().url))
  const openInWindow = (): void => void window.open(pop().url, '_blank', 'noopener')

  return { status, attempt, isOpen, open, host, openInWindow }
}
