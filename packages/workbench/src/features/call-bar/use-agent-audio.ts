// Ties the desk to the ears: the call's audio, ring tone, automatic answer, notification. In the leading tab only.
import { onUnmounted, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { CallAudio, type AudioState } from '../../media/call-audio.ts'
import { microphoneId, speakerId } from '../../media/device-choice.ts'
import { playTone, startRinging, stopRinging } from '../../media/sound-box.ts'
import { useDesk } from '../../realtime/desk.ts'
import { notifyRinging } from './ring-notification.ts'

/** Between the tone and the automatic answer. */
const autoAnswerAfterMs = 600

export function useAgentAudio() {
  const desk = useDesk()
  const { t } = useI18n()
  const audio = ref<AudioState>({ kind: 'off' })
  let autoAnswer: ReturnType<typeof setTimeout> | null = null
  let closeNotification = (): void => undefined

  const link = new CallAudio({
    microphoneId: () => microphoneId.value,
    speakerId: () => speakerId.value,
    iceServers: () => desk.settings?.iceServers ?? [],
    exchange: async (callId, sdp) => {
      const result = await desk.run({ kind: 'mediaOffer', callId, sdp })
      if (result.ok && result.data.sdp !== undefined) return result.data.sdp
      throw new Error(result.ok ? 'no answer in the result' : 'local' in result ? result.local : result.code)
    },
    onChange: (state) => (audio.value = state),
  })

  function wish() {
    const call = desk.isLeader ? desk.liveCall : null
    return call && { callId: call.callId, wanted: call.mediaWanted }
  }

  /** Id of the call that rings here now. */
  const ringingHere = (): string | null => (desk.isLeader && desk.liveCall?.state === 'ringing' ? desk.liveCall.callId : null)

  function quiet(): void {
    if (autoAnswer !== null) clearTimeout(autoAnswer)
    autoAnswer = null
    stopRinging()
    closeNotification()
  }

  function ring(callId: string | null): void {
    quiet()
    if (callId === null) return
    const call = desk.liveCall
    closeNotification = notifyRinging(t('desk.ring.title', { number: call?.customerNumber ?? '' }), call?.queueName ?? '')
    if (!desk.seat?.autoAnswer) return startRinging()
    playTone('autoAnswer')
    autoAnswer = setTimeout(() => void desk.run({ kind: 'answer', callId }), autoAnswerAfterMs)
  }

  watch(wish, (next) => link.follow(next), { immediate: true })
  watch(ringingHere, ring, { immediate: true })
  watch(
    () => desk.connection,
    (state) => state === 'connected' && link.retryNow(),
  )
  onUnmounted(() => {
    quiet()
    link.close()
  })
  return { audio }
}
