// The agent's picture of the customer. One for the whole page: the connection bar keeps it going, the workbench shows it.
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { useAgentDesk } from '../realtime/desk.ts'
import { useVideoCall } from './use-video-call.ts'

export const useAgentVideo = defineStore('agent-video', () => {
  const desk = useAgentDesk()
  const { view, call, setCamera } = useVideoCall({
    offers: true,
    iceServers: () => desk.settings?.iceServers ?? [],
    send: ({ callId, session }, signal) => void desk.run({ kind: 'videoSignal', callId, session, signal }),
  })
  /** The customer's call with something to show or to ask. Another tab has the lead otherwise. */
  const present = computed(() => {
    if (!desk.isLeader) return null
    return desk.calls.find(({ purpose, video }) => purpose === 'customer' && video !== 'off') ?? null
  })

  /** Until the returned function is called. */
  function start(): () => void {
    const stopSignals = desk.onVideoSignal(({ session, signal }) => call.take(session, signal))
    const stopWatch = watch(
      () => (present.value?.video === 'on' ? `${present.value.callId} ${present.value.videoSession}` : null),
      (key) => call.follow(key === null ? null : placeOf(key)),
      { immediate: true, flush: 'sync' },
    )
    return () => {
      stopSignals()
      stopWatch()
      call.close()
    }
  }

  return { view, present, setCamera, start }
})

function placeOf(key: string): { callId: string; session: number } {
  const [callId = '', session = '0'] = key.split(' ')
  return { callId, session: Number(session) }
}
