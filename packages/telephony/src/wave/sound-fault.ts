// Why a sound file that somebody brings cannot be used.

export type SoundFaultReason =
  /** Neither WAV nor MP3. */
  | 'unknown'
  /** Chunks or frames end where the file does not, or the other way round. */
  | 'broken'
  /** WAV of a codec that is not read. */
  | 'encoding'
  | 'channels'
  | 'sampleRate'
  | 'empty'
  | 'tooLong'

export class SoundFault extends Error {
  readonly reason: SoundFaultReason
  /** For the person who brought it: a number, a codec's code. */
  readonly detail: string

  constructor(reason: SoundFaultReason, detail = '') {
    super(detail === '' ? reason : `${reason}: ${detail}`)
    this.name = 'SoundFault'
    this.reason = reason
    this.detail = detail
  }
}
