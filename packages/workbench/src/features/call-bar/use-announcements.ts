// What a person who does not look at the screen hears of ringing, recording and changes of state; and the notices that
// everybody sees. Texts are kept as recipes, so that they follow the language.
import {
  forcedActionWords,
  recordingStateWords,
  releaseCauseWords,
  type AgentEvent,
  type CallView,
  signedOutWords,
  type SequencedEvent,
  type SignedOutReason,
} from '@openseat/contracts'
import { computed, onUnmounted, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { i18n, inLanguage } from '../../i18n/language.ts'
import { wasMissed } from '../../realtime/contact-state.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { timeText } from '../../ui/time-text.ts'
import { showToast } from '../../ui/toasts.ts'
import { endWords } from '../../realtime/end-words.ts'
import { otherText } from '../../realtime/other-text.ts'
import { numberText } from '../../ui/number-text.ts'
import { presentWords } from './state-words.ts'

type Recipe = () => string
const nothing: Recipe = () => ''

/** A call to a colleague or to someone asked for help, that came to nothing; it leaves no card that could say why. */
const failedInside = (call: CallView): boolean =>
  call.isCaller &&
  call.purpose !== 'customer' &&
  call.purpose !== 'supervision' &&
  call.answeredAt === null &&
  call.releaseCause !== 'agentHangUp'

function tellSignedOut(reason: SignedOutReason, at: string): void {
  const text = i18n.global.t('desk.signedOutAt', { time: timeText(at, 'clock'), reason: inLanguage(signedOutWords[reason]) })
  showToast({ tone: 'notice', text, stays: true })
}

export function useAnnouncements() {
  const desk = useAgentDesk()
  const { t } = useI18n()
  const route = useRoute()
  /** Said at once. */
  const alert = shallowRef<Recipe>(nothing)
  /** Said when there is time. */
  const status = shallowRef<Recipe>(nothing)

  function ended(call: CallView): void {
    alert.value = nothing
    // A supervision that became the inspector's own call has not ended for anybody who listens.
    if (call.purpose !== 'supervision' || call.releaseCause !== 'transferred')
      status.value = () => t('desk.ring.ended', { cause: endWords(call) })
    const name = otherText(call.other)
    // At the desk it stands among the missed calls.
    if (wasMissed(call) && !route.path.startsWith('/workbench'))
      showToast({ tone: 'failed', text: t('desk.ring.missed', { number: name }) })
    if (failedInside(call)) showToast({ tone: 'failed', text: t('desk.ring.failed', { name, cause: endWords(call) }) })
  }

  function forced({ by, byName, action }: Extract<AgentEvent, { type: 'seat.forced' }>, at: string): void {
    const name = byName === '' ? by : `${by} ${byName}`
    const text = t('desk.forced', { time: timeText(at, 'clock'), name, action: inLanguage(forcedActionWords[action]) })
    showToast({ tone: 'notice', text, stays: true })
  }

  function transferFailed({ customerNumber, cause }: Extract<AgentEvent, { type: 'transfer.failed' }>): void {
    const text = t('desk.transferFailed', { number: numberText(customerNumber), cause: inLanguage(releaseCauseWords[cause]) })
    showToast({ tone: 'failed', text, stays: true })
  }

  function hear({ event, at }: SequencedEvent): void {
    if (event.type === 'seat.changed' && event.seat.signedOutFor !== null) tellSignedOut(event.seat.signedOutFor, at)
    if (event.type === 'call.ringing') {
      const { other, queueName } = event.call
      alert.value = () => t('desk.ring.arrived', { who: [otherText(other), queueName].filter(Boolean).join(t('ui.hint.comma')) })
    }
    if (event.type === 'call.talking') status.value = () => t('desk.ring.answered', { number: otherText(event.call.other) })
    if (event.type === 'call.ended') ended(event.call)
    if (event.type === 'seat.forced') forced(event, at)
    if (event.type === 'transfer.failed') transferFailed(event)
  }

  watch([() => desk.seat?.state, () => desk.liveCall?.state, () => desk.liveCall?.conference, () => desk.consult?.state], () => {
    status.value = () => {
      const { seat, settings, liveCall: main, consult } = desk
      return seat ? t('desk.ring.stateIs', { state: presentWords(seat, settings?.busyReasons ?? [], { main, consult }) }) : ''
    }
  })
  watch(
    () => desk.liveCall?.recording,
    (recording, before) => {
      if (recording !== undefined && (before !== undefined || recording === 'on'))
        status.value = () => inLanguage(recordingStateWords[recording])
    },
  )
  onUnmounted(desk.onEvent(hear))
  return { alert: computed(() => alert.value()), status: computed(() => status.value()) }
}
