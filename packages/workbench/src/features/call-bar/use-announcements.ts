// What a person who does not look at the screen hears of ringing and of changes of state.
import { releaseCauseWords } from '@openseat/contracts'
import { onUnmounted, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { inLanguage } from '../../app/language.ts'
import { useDesk } from '../../realtime/desk.ts'
import { showToast } from '../../ui/toasts.ts'
import { seatWords } from './state-words.ts'

export function useAnnouncements() {
  const desk = useDesk()
  const { t } = useI18n()
  /** Said at once. */
  const alert = ref('')
  /** Said when there is time. */
  const status = ref('')

  const stop = desk.onEvent(({ event }) => {
    if (event.type === 'call.ringing') {
      alert.value = t('desk.ring.arrived', { number: event.call.customerNumber, queue: event.call.queueName ?? '' })
    }
    if (event.type === 'call.talking') status.value = t('desk.ring.answered', { number: event.call.customerNumber })
    if (event.type !== 'call.ended') return
    const { call } = event
    alert.value = ''
    status.value = t('desk.ring.ended', { cause: call.releaseCause === null ? '' : inLanguage(releaseCauseWords[call.releaseCause]) })
    const missed = call.direction === 'inbound' && call.answeredAt === null && call.releaseCause !== 'rejected'
    if (missed) showToast({ tone: 'failed', text: t('desk.ring.missed', { number: call.customerNumber }) })
  })
  watch(
    () => desk.seat?.state,
    () => {
      if (desk.seat) status.value = t('desk.ring.stateIs', { state: seatWords(desk.seat, desk.settings?.busyReasons ?? []) })
    },
  )
  onUnmounted(stop)
  return { alert, status }
}
