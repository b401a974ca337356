// Opens the chosen microphone and shows its level. Testable without a browser: devices come in as a port.
import { ref, type Ref } from 'vue'
import { captureProblem, type CaptureProblem, type SoundDevice } from '../../media/capture.ts'

export interface MicrophonePort {
  readonly openMicrophone: (deviceId: string | null) => Promise<MediaStream>
  readonly closeMicrophone: (stream: MediaStream | null) => void
  readonly listDevices: (kind: 'audioinput' | 'audiooutput') => Promise<SoundDevice[]>
  readonly meter: (stream: MediaStream, onLevel: (level: number) => void) => { close(): void }
  readonly microphoneId: Ref<string | null>
}

export function useMicrophoneCheck(port: MicrophonePort) {
  const microphones = ref<SoundDevice[]>([])
  const speakers = ref<SoundDevice[]>([])
  const level = ref(0)
  const problem = ref<CaptureProblem | null>(null)
  const checking = ref(true)
  let stream: MediaStream | null = null
  let meter: { close(): void } | null = null
  let check = 0

  function release(): void {
    meter?.close()
    port.closeMicrophone(stream)
    meter = stream = null
    level.value = 0
  }

  /** A later check overtakes an earlier one. */
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
      if (mine === check) problem.value = captureProblem(error)
    }
    if (mine === check) checking.value = false
  }

  /** Lets go of the microphone; a check that is on its way is dropped. */
  function close(): void {
    check += 1
    release()
  }

  return { microphones, speakers, level, problem, checking, checkMicrophone, close }
}
