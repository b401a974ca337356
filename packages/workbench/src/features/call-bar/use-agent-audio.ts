// Ties the desk's calls to their audio, in the leading tab only.
import { onUnmounted, ref, watch } from 'vue'
import { CallAudio, type AudioState } from '../../media/call-audio.ts'
import { microphoneId, speakerId } from '../../media/device-choice.ts'
import { RoomAudio, roomWishes } from '../../media/room-audio.ts'
import { useAgentDesk } from '../../realtime/desk.ts'
import { useRinging } from './use-ringing.ts'

export function useAgentAudio() {
  const desk = useAgentDesk()
  const audio = ref<AudioState>({ kind: 'off' })

  async function exchange(callId: string, sdp: string): Promise<string> {
    const result = await desk.run({ kind: 'mediaOffer', callId, sdp })
    if (result.ok && result.data.sdp !== undefined) return result.data.sdp
    throw new Error(result.ok ? 'no answer in the result' : 'local' in result ? result.local : result.code)
  }

  const rooms = new RoomAudio({
    open: (callId, onChange) =>
      new CallAudio({
        microphoneId: () => microphoneId.value,
        speakerId: () => speakerId.value,
        iceServers: () => desk.settings?.iceServers ?? [],
        exchange: (_, sdp) => exchange(callId(), sdp),
        onChange,
      }),
    onChange: (state) => (audio.value = state),
  })

  /** An agent's telephone has microphone, sound and ring of its own. */
  const soundsHere = (): boolean => desk.isLeader && desk.seat?.device === 'browser'

  useRinging(soundsHere)
  // The calls' sound is elsewhere from one moment to the next: no grace for that.
  watch(
    () => (soundsHere() ? roomWishes(desk.calls) : null),
    (next) => (next ? rooms.follow(next) : rooms.close()),
    { immediate: true },
  )
  watch(
    () => desk.connection,
    (state) => state === 'connected' && rooms.retryNow(),
  )
  onUnmounted(() => rooms.close())
  return { audio }
}
