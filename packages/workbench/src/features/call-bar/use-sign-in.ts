// The device check and the choice of queues before signing in. Testable without a browser: devices come in as a port.
import { computed, ref, watch, type Ref } from 'vue'
import { microphoneProblem, type MicrophoneProblem, type SoundDevice } from '../../media/microphone.ts'

export interface SignInPort {
  readonly openMicrophone: (deviceId: string | null) => Promise<MediaStream>
  readonly closeMicrophone: (stream: MediaStream | null) => void
  readonly listDevices: (kind: 'audioinput' | 'audiooutput') => Promise<SoundDevice[]>
  readonly meter: (stream: MediaStream, onLevel: (level: number) => void) => { close(): void }
  readonly microphoneId: Ref<string | null>
  readonly speakerId: Ref<string | null>
  /** Queues left out the last time. */
  readonly leftOut: Ref<number[]>
  readonly queues: () => readonly { id: number; name: string }[]
}

export function useSignIn(port: SignInPort) {
  const microphones = ref<SoundDevice[]>([])
  const speakers = ref<SoundDevice[]>([])
  const level = ref(0)
  const problem = ref<MicrophoneProblem | null>(null)
  const checking = ref(true)
  const queueIds = ref<number[]>([])
  let stream: MediaStream | null = null
  let meter: { close(): void } | null = null
  let check = 0

  function release(): void {
    meter?.close()
    port.closeMicrophone(stream)
    meter = stream = null
    level.value = 0
  }

  /** Opens the chosen microphone and shows its level; a later check overtakes an earlier one. */
  async function checkMicrophone(): Promise<void> {
    const mine = ++check
    release()
    checking.value = true
    problem.value = null
    try {
      const opened = await port.openMicrophone(port.microphoneId.value)
      if (mine !== check) return port.closeMicrophone(opened)
      stream = opened
      meter = port.meter(opened, (next) => (level.value = next))
      microphones.value = await port.listDevices('audioinput')
      speakers.value = await port.listDevices('audiooutput')
    } catch (error) {
      if (mine === check) problem.value = microphoneProblem(error)
    }
    if (mine === check) checking.value = false
  }

  watch(port.microphoneId, () => void checkMicrophone())
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

  function close(): void {
    check += 1
    release()
  }

  const mayGoOn = computed(() => !checking.value && problem.value === null && queueIds.value.length > 0)
  return { microphones, speakers, level, problem, checking, queueIds, mayGoOn, checkMicrophone, chooseQueues, close }
}
