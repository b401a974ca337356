// The microphone: asking for it, and what to say when it cannot be had.

/** Why there is no microphone; each has its words under `sound.problem`. */
export type MicrophoneProblem = 'insecure' | 'denied' | 'none' | 'busy' | 'unknown'

export class MicrophoneUnavailable extends Error {
  readonly problem: MicrophoneProblem

  constructor(problem: MicrophoneProblem, cause?: unknown) {
    super(problem, { cause })
    this.name = 'MicrophoneUnavailable'
    this.problem = problem
  }
}

const problems: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

export const microphoneProblem = (error: unknown): MicrophoneProblem =>
  error instanceof MicrophoneUnavailable ? error.problem : error instanceof Error ? (problems[error.name] ?? 'unknown') : 'unknown'

const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

/** Opens the chosen microphone, or the browser's own choice when that one is gone. Throws MicrophoneUnavailable. */
export async function openMicrophone(deviceId: string | null): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!window.isSecureContext || !devices) throw new MicrophoneUnavailable('insecure')
  try {
    return await devices.getUserMedia({ audio: { ...processing, ...(deviceId !== null && { deviceId: { ideal: deviceId } }) } })
  } catch (error) {
    throw new MicrophoneUnavailable(microphoneProblem(error), error)
  }
}

export const closeMicrophone = (stream: MediaStream | null): void => stream?.getTracks().forEach((track) => track.stop())

export interface SoundDevice {
  readonly id: string
  readonly name: string
}

/** Devices of a kind; their names are known once one of them was allowed. */
export async function listDevices(kind: MediaDeviceKind): Promise<SoundDevice[]> {
  const devices = (await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices()) ?? []
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label || deviceId.slice(0, 8) }))
}
