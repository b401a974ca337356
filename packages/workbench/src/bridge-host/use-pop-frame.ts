// One pop's frame: opens it, listens to its wrapper document, judges it by the clock, and reports how it fared.
import { computed, onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import { useAgentDesk } from '../realtime/desk.ts'
import { rememberFrame } from './page-frames.ts'
import { loadWithinMs, nextStatus, originText, refusedAddress, wrapperMessage, type PopStatus, type WrapperMessage } from './pop-status.ts'

const outcomes = { ready: 'loaded', doubtful: 'loaded', blocked: 'blocked', late: 'timedOut' } as const

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
  const status = ref<PopStatus>(pop().blocked ? notListed : { kind: 'waiting' })
  /** Grows with each attempt: the frame's key, so that a retry is a new frame. */
  const attempt = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let beganAt = 0
  const { report, again } = useReport(pop)

  const isOpen = computed(() => attempt.value > 0)

  /** An address that is too long is opened by hand alone. */
  function openByItself(): void {
    const refused = pop().blocked ? null : refusedAddress(pop().url)
    if (refused) status.value = refused
    else open()
  }

  function open(): void {
    if (pop().blocked) return
    clearTimeout(timer)
    // The report's time runs from the event; after a retry or a reload it runs from the click.
    beganAt = attempt.value === 0 && !pop().restored ? pop().receivedAt : Date.now()
    attempt.value += 1
    again()
    status.value = { kind: 'loading' }
    timer = setTimeout(() => (status.value = nextStatus(status.value, 'timeout')), loadWithinMs)
  }

  watch(
    () => status.value.kind,
    (kind) => report(kind, beganAt),
    { immediate: true },
  )
  watch(
    opensByItself,
    (now) => {
      if (now && !isOpen.value) openByItself()
    },
    { immediate: true },
  )
  watch(
    () => pop().blocked,
    (now) => {
      if (now) status.value = notListed
      else if (status.value === notListed && opensByItself()) openByItself()
    },
  )
  hearWrapper(frame, (message) => {
    const isOurs = message === 'alive' || (message.callId === pop().callId && message.popId === pop().popId)
    if (isOurs) status.value = nextStatus(status.value, message)
  })
  onUnmounted(() => clearTimeout(timer))

  const host = computed(() => originText(pop().url))
  // By way of the server, which submits the form and adds the token.
  const openInWindow = (): void => void window.open(`${pop().framePath}/window`, '_blank', 'noopener')

  return { status, attempt, isOpen, open, host, openInWindow, left: () => void (status.value = nextStatus(status.value, 'left')) }
}

/** Tells the server how the page fared, once for each attempt. */
function useReport(pop: () => FramedPop) {
  const desk = useAgentDesk()
  let reported = ''

  function report(kind: PopStatus['kind'], beganAt: number): void {
    if (!desk.isLeader || !(kind in outcomes) || outcomes[kind as keyof typeof outcomes] === reported) return
    const outcome = outcomes[kind as keyof typeof outcomes]
    reported = outcome
    const milliseconds = beganAt === 0 ? 0 : Date.now() - beganAt
    const { callId, popId } = pop()
    if (callId === '') return
    // A report that does not get through costs a line of the timeline, nothing else.
    void desk.run({ kind: 'popReport', callId, popId, outcome, milliseconds })
  }

  return { report, again: (): void => void (reported = '') }
}

/** What the document in the frame says of itself, believed only from our own wrapper document in this very frame; and that its page speaks. */
function hearWrapper(frame: Ref<HTMLIFrameElement | null>, take: (message: WrapperMessage | 'alive') => void): void {
  function onMessage({ data, origin, source }: MessageEvent): void {
    const wrapper = frame.value?.contentWindow
    if (!wrapper || source === null) return
    // Whatever the page itself says to the workbench, it lives.
    if (source === wrapper.frames[0]) return take('alive')
    const message = origin === location.origin && source === wrapper ? wrapperMessage(data) : null
    if (message) take(message)
  }
  watch(frame, (element, _before, onCleanup) => {
    if (element) onCleanup(rememberFrame(element))
  })
  onMounted(() => window.addEventListener('message', onMessage))
  onUnmounted(() => window.removeEventListener('message', onMessage))
}
