// Microphone and camera: asking for one, and what to say when it cannot be had.

/** Why there is none; each has its words, under `sound.problem` for the microphone, under `video.problem` for the camera. */
export type CaptureProblem = 'insecure' | 'denied' | 'none' | 'busy' | 'unknown'

export class CaptureUnavailable extends Error {
  readonly problem: CaptureProblem

  constructor(problem: CaptureProblem, cause?: unknown) {
    super(problem, { cause })
    this.name = 'CaptureUnavailable'
    this.problem = problem
  }
}

const problems: Readonly<Record<string, CaptureProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

export const captureProblem = (error: unknown): CaptureProblem =>
  error instanceof CaptureUnavailable ? error.problem : error instanceof Error ? (problems[error.name] ?? 'unknown') : 'unknown'

/** Opens the chosen device, or the browser's own choice when that one is gone. Throws CaptureUnavailable. */
async function open(kind: 'audio' | 'video', wanted: MediaTrackConstraints, deviceId: string | null): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!window.isSecureContext || !devices) throw new CaptureUnavailable('insecure')
  try {
    return await devices.getUserMedia({ [kind]: { ...wanted, ...(deviceId !== null && { deviceId: { ideal: deviceId } }) } })
  } catch (error) {
    throw new CaptureUnavailable(captureProblem(error), error)
  }
}

const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const picture = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } }

/** `null`: the browser's own choice. Throws CaptureUnavailable. */
export const openMicrophone = (deviceId: string | null): Promise<MediaStream> => open('audio', processing, deviceId)

/** `null`: the browser's own choice. Throws CaptureUnavailable. */
export const openCamera = (deviceId: string | null): Promise<MediaStream> => open('video', picture, deviceId)

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
