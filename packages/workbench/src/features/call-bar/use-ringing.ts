// What an offer does to the ears: ring tone, automatic answer, notification of the operating system.
import { onUnmounted, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { playTone, startRinging, stopRinging } from '../../media/sound-box.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { otherText } from '../../realtime/other-text.ts'
import { notifyRinging } from './ring-notification.ts'

/** Between the tone and the automatic answer. */
const autoAnswerAfterMs = 600

/** `soundsHere`: the call's sound is this page's; an agent's telephone rings and answers by itself. */
export function useRinging(soundsHere: () => boolean): void {
  const desk = useAgentDesk()
  const { t } = useI18n()
  let autoAnswer: ReturnType<typeof setTimeout> | null = null
  let closeNotification = (): void => undefined

  /** Id of the call that rings here now. */
  const ringingHere = (): string | null => (desk.isLeader ? (desk.calls.find(({ state }) => state === 'ringing')?.callId ?? null) : null)

  function quiet(): void {
    if (autoAnswer !== null) clearTimeout(autoAnswer)
    autoAnswer = null
    stopRinging()
    closeNotification()
  }

  function ring(callId: string | null): void {
    quiet()
    const call = desk.calls.find((candidate) => candidate.callId === callId)
    if (callId === null || !call) return
    closeNotification = notifyRinging(t('desk.ring.title', { number: otherText(call.other) }), call.queueName ?? '')
    if (!soundsHere()) return
    if (!desk.seat?.autoAnswer) return startRinging()
    playTone('autoAnswer')
    autoAnswer = setTimeout(() => void desk.run({ kind: 'answer', callId }), autoAnswerAfterMs)
  }

  watch(ringingHere, ring, { immediate: true })
  onUnmounted(quiet)
}
