// The camera: asking for it, and what to say when it cannot be had.

/** Why there is no camera; each has its words under `video.problem`. */
export type CameraProblem = 'insecure' | 'denied' | 'none' | 'busy' | 'unknown'

export class CameraUnavailable extends Error {
  readonly problem: CameraProblem

  constructor(problem: CameraProblem, cause?: unknown) {
    super(problem, { cause })
    this.name = 'CameraUnavailable'
    this.problem = problem
  }
}

const problems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

export const cameraProblem = (error: unknown): CameraProblem =>
  error instanceof CameraUnavailable ? error.problem : error instanceof Error ? (problems[error.name] ?? 'unknown') : 'unknown'

const picture = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } }

/** Opens the chosen camera, or the browser's own choice when that one is gone. Throws CameraUnavailable. */
export async function openCamera(deviceId: string | null): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!window.isSecureContext || !devices) throw new CameraUnavailable('insecure')
  try {
    return await devices.getUserMedia({ video: { ...picture, ...(deviceId !== null && { deviceId: { ideal: deviceId } }) } })
  } catch (error) {
    throw new CameraUnavailable(cameraProblem(error), error)
  }
}
