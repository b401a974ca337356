// A telephone's picture, the visitor's too: follows the call's video session. It answers; the agent's page offers.
import type { PhoneClientFrame, VideoSignal } from '@openseat/contracts'
import { onUnmounted, watch, type ShallowRef } from 'vue'
import type { PhoneState } from '../realtime/phone-state.ts'
import { useVideoCall } from './use-video-call.ts'

export interface PhoneVideoParts {
  readonly state: Readonly<ShallowRef<PhoneState>>
  readonly send: (frame: Extract<PhoneClientFrame, { type: 'videoSignal' }>) => void
}

export function usePhoneVideo({ state, send }: PhoneVideoParts) {
  const { view, call, setCamera } = useVideoCall({
    offers: false,
    iceServers: () => state.value.iceServers,
    send: ({ session }, signal) => send({ type: 'videoSignal', session, signal }),
  })
  watch(
    () => (state.value.video.state === 'on' && state.value.call ? state.value.video.session : null),
    (session) => call.follow(session === null ? null : { callId: state.value.call?.callId ?? '', session }),
    { flush: 'sync' },
  )
  onUnmounted(() => call.close())
  return { view, setCamera, take: (session: number, signal: VideoSignal) => call.take(session, signal) }
}
