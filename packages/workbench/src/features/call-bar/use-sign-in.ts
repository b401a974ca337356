// The choice of device with its check, and the choice of queues, before signing in. With a telephone the microphone is
// not asked for.
import type { AgentDevice } from '@openseat/contracts'
import { computed, ref, watch, type Ref } from 'vue'
import { useMicrophoneCheck, type MicrophonePort } from './use-microphone-check.ts'

export interface SignInPort extends MicrophonePort {
  /** Queues left out the last time. */
  readonly leftOut: Ref<number[]>
  readonly queues: () => readonly { id: number; name: string }[]
  /** The device chosen the last time. */
  readonly lastDevice: Ref<AgentDevice>
  /** The agent's telephone; empty when there is none. */
  readonly phone: () => string
}

export function useSignIn(port: SignInPort) {
  const microphone = useMicrophoneCheck(port)
  const queueIds = ref<number[]>([])
  const device = computed<AgentDevice>(() => (port.phone() === '' ? 'browser' : port.lastDevice.value))

  const start = (): void => (device.value === 'browser' ? void microphone.checkMicrophone() : microphone.close())
  watch([port.microphoneId, device], start)
  watch(
    port.queues,
    (queues) => {
      const chosen = queues.map(({ id }) => id).filter((id) => !port.leftOut.value.includes(id))
      queueIds.value = chosen.length > 0 ? chosen : queues.map(({ id }) => id)
    },
    { immediate: true },
  )

  function chooseQueues(ids: readonly number[]): void {
    queueIds.value = [...ids]
    port.leftOut.value = port
      .queues()
      .map(({ id }) => id)
      .filter((id) => !ids.includes(id))
  }

  const isReady = computed(() => device.value === 'phone' || (!microphone.checking.value && microphone.problem.value === null))
  const mayGoOn = computed(() => isReady.value && queueIds.value.length > 0)
  return { ...microphone, device, queueIds, mayGoOn, start, chooseQueues }
}
