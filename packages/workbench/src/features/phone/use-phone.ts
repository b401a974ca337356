// The browser telephone: its line, its call, its ears. Number and token are kept for this tab, so that a reload finds
// the call again.
import {
  limits,
  releaseCauseWords,
  type MediaType,
  type PhoneClientFrame,
  type PhoneServerFrame,
  type VideoAction,
} from '@openseat/contracts'
import { computed, onUnmounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { inLanguage } from '../../i18n/language.ts'
import { CallAudio, type AudioState } from '../../media/call-audio.ts'
import { microphoneId, speakerId } from '../../media/device-choice.ts'
import { startRinging, stopRinging, unlockSound } from '../../media/sound-box.ts'
import { tidyNumber } from '../../ui/dialled-text.ts'
import { attachedDataOf } from './attached-data.ts'
import { MediaOffer } from '../../realtime/media-offer.ts'
import { phoneAfter, switchedOff } from '../../realtime/phone-state.ts'
import { PhoneSocket, type PhoneConnection } from '../../realtime/phone-socket.ts'
import { usePhoneVideo } from '../../video/use-phone-video.ts'
import { keptPhone, keepPhone } from './kept-phone.ts'

const socketUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/phone`

export function usePhone() {
  const { t } = useI18n()
  const connection = ref<PhoneConnection>('connecting')
  const state = shallowRef(switchedOff)
  const audio = ref<AudioState>({ kind: 'off' })
  const own = ref(keptPhone().number)

  const socket = new PhoneSocket<PhoneClientFrame>({
    url: socketUrl(),
    open: (url) => new WebSocket(url),
    random: Math.random,
    onConnection: (next) => {
      connection.value = next
      if (next !== 'connected') offer.fail('connection lost')
      const kept = keptPhone()
      if (next === 'connected' && kept.token !== null) socket.send({ type: 'register', number: kept.number, token: kept.token })
    },
    onFrame: take,
  })
  const offer = new MediaOffer((sdp) => socket.send({ type: 'mediaOffer', sdp }))

  const link = new CallAudio({
    microphoneId: () => microphoneId.value,
    speakerId: () => speakerId.value,
    iceServers: () => state.value.iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
    exchange: (_callId, sdp) => offer.make(sdp),
    onChange: (next) => (audio.value = next),
  })

  const video = usePhoneVideo({ state, send: (signal) => void socket.send(signal) })

  function take(frame: PhoneServerFrame): void {
    if (frame.type === 'ping') return
    if (frame.type === 'mediaAnswer') return offer.answer(frame.sdp)
    // A telephone has one call at a time, and the wish for its audio may come before the call is told.
    if (frame.type === 'mediaWanted') return link.renew('present')
    if (frame.type === 'videoSignal') return video.take(frame.session, frame.signal)
    if (frame.type === 'error') offer.fail(frame.code)
    state.value = phoneAfter(state.value, frame, Date.now())
    keep(frame)
    if (state.value.call?.phase === 'ringing') startRinging()
    else stopRinging()
    if (state.value.call === null) link.close()
  }

  function keep(frame: PhoneServerFrame): void {
    if (frame.type === 'registered') keepPhone({ number: frame.number, token: frame.token })
    if (frame.type === 'error' && frame.code === 'PHONE_NUMBER_TAKEN') keepPhone({ number: own.value, token: null })
  }

  const refuse = (refusal: string): void => void (state.value = { ...state.value, refusal })

  function register(): void {
    void unlockSound()
    if (!/^\d{3,15}$/.test(own.value)) return refuse(t('telephone.numberWrong'))
    if (!socket.send({ type: 'register', number: own.value, token: keptPhone().token })) refuse(t('telephone.off'))
  }

  /** Back to the choice of a number; the old one is free again with the next registration. */
  function change(): void {
    keepPhone({ number: own.value, token: null })
    state.value = switchedOff
  }

  function dial(number: string, lines: string, media: MediaType): void {
    void unlockSound()
    const dialled = tidyNumber(number)?.replace('+', '') ?? null
    if (dialled === null || dialled.length > limits.dialledNumber.max) return refuse(t('telephone.dialWrong'))
    const attached = attachedDataOf(lines)
    if (!attached.ok) return refuse(t('telephone.attachedWrong', { line: attached.line }))
    state.value = { ...state.value, refusal: '', lastCause: null }
    if (!socket.send({ type: 'dial', number: dialled, attachedData: attached.data, media })) refuse(t('telephone.off'))
  }

  function answer(): void {
    void unlockSound()
    socket.send({ type: 'answer' })
  }

  const askVideo = (action: VideoAction): void => void socket.send({ type: 'video', action })
  const hangUp = (): void => void socket.send({ type: 'hangUp' })
  const sendKey = (key: string): boolean => link.sendDigits(key)

  const phase = computed(() => state.value.call?.phase ?? (state.value.lastCause === null ? 'idle' : 'ended'))
  const phaseWords = computed(() => {
    const { lastCause } = state.value
    return t(`telephone.phase.${phase.value}`, { cause: lastCause === null ? '' : inLanguage(releaseCauseWords[lastCause]) })
  })

  onUnmounted(() => {
    stopRinging()
    link.close()
    socket.close()
  })
  return { connection, state, audio, own, phase, phaseWords, register, change, dial, answer, hangUp, sendKey, refuse, video, askVideo }
}
