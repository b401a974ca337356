// The failures that a caller of the media engine can act on.

export const MEDIA_ERROR_CODES = [
  'MEDIA_ROOM_UNKNOWN',
  'MEDIA_ROOM_EXISTS',
  'MEDIA_LEG_UNKNOWN',
  'MEDIA_OFFER_REFUSED',
  'MEDIA_DIGITS_REFUSED',
  'MEDIA_RULES_REFUSED',
  'MEDIA_WAVE_REFUSED',
  'MEDIA_RECORDING_REFUSED',
  'MEDIA_RECORDING_UNKNOWN',
  'MEDIA_DISK_FAULT',
  'MEDIA_NO_CAPACITY',
  'MEDIA_WORKER_LOST',
  'MEDIA_ENGINE_CLOSED',
  'MEDIA_FAULT',
] as const

export type MediaErrorCode = (typeof MEDIA_ERROR_CODES)[number]

/** `MEDIA_FAULT` is a bug in a worker, its message in `message`; all others are outcomes to be handled. */
export class MediaError extends Error {
  readonly code: MediaErrorCode
  readonly detail: string

  constructor(code: MediaErrorCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.name = 'MediaError'
    this.code = code
    this.detail = detail
  }
}
