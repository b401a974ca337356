// What is said of a sound file before it is sent. The server has the last word.
import { limits } from '@openseat/contracts'

export type SoundFileFault = 'kind' | 'empty' | 'tooLarge'

/** Null: it may be sent. */
export function soundFileFault({ name, size }: Pick<File, 'name' | 'size'>): SoundFileFault | null {
  if (!/\.(wav|wave|mp3)$/i.test(name)) return 'kind'
  if (size === 0) return 'empty'
  return size > limits.promptFileBytes ? 'tooLarge' : null
}
