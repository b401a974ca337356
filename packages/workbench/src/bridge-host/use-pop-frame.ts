// One pop's frame: opens it, listens to its wrapper document, judges it by the clock, and reports how it fared.
import { computed, onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import { useDesk } from '../realtime/desk.ts'
import { rememberFrame } from './page-frames.ts'
import { loadWithinMs, nextStatus, originText, wrapperMessage, type PopStatus, type WrapperMessage } from './pop-status.ts'

const outcomes = { ready: 'loaded', blocked: 'blocked', late: 'timedOut' } as const

/** A page in a frame: one of a contact, or a Web API page, which has no call. */
export interface FramedPop {
  readonly popId: number
  /** Empty for a page that belongs to no contact. */
  readonly callId: string
  readonly name: string
  readonly url: string
  readonly framePath: string
  readonly blocked: 'addressNotListed' | null
  readonly receivedAt: number
  /** It was there before this page was: only the front one opens by itself. */
  readonly restored: boolean
}

const notListed: PopStatus = { kind: 'blocked', reason: 'addressNotListed' }

export function usePopFrame(pop: () => FramedPop, opensByItself: () => boolean, frame: Ref<HTMLIFrameElement | null>) {
  const desk = useDesk()
  const status = ref<PopStatus>(pop().blocked ? notListed : { kind: 'waiting' })
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

  function report(kind: PopStatus['kind']): void {
    if (!desk.isLeader || !(kind in outcomes) || kind === reported) return
    reported = kind
    const milliseconds = beganAt === 0 ? 0 : Date.now() - beganAt
    const { callId, popId } = pop()
    if (callId === '') return
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
  watch(
    () => pop().blocked,
    (now) => {
      if (now) status.value = notListed
      else if (status.value === notListed && opensByItself()) open()
    },
  )
  hearWrapper(frame, (message) => {
    if (message.callId === pop().callId && message.popId === pop().popId) status.value = nextStatus(status.value, message)
  })
  onUnmounted(() => clearTimeout(timer))

  const host = computed(() => originText(pop().url))
  // By way of the server, which submits the form and adds the token.
  const openInWindow = (): void => void window.open(`${pop().framePath}/window`, '_blank', 'noopener')

  return { status, attempt, isOpen, open, host, openInWindow }
}

/** What the document in the frame says of itself; believed only from our own wrapper document in this very frame. */
function hearWrapper(frame: Ref<HTMLIFrameElement | null>, take: (message: WrapperMessage) => void): void {
  function onMessage({ data, origin, source }: MessageEvent): void {
    if (origin !== location.origin || source === null || source !== frame.value?.contentWindow) return
    const message = wrapperMessage(data)
    if (message) take(message)
  }
  watch(frame, (element, _before, onCleanup) => {
    if (element) onCleanup(rememberFrame(element))
  })
  onMounted(() => window.addEventListener('message', onMessage))
  onUnmounted(() => window.removeEventListener('message', onMessage))
}
