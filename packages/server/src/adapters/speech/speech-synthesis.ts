// The port to whatever speaks. It is given words, never digits or symbols, and knows no tenant and no prompt.
import type { Language } from '@openseat/contracts'

export interface Pronunciation {
  readonly word: string
  /** Pinyin with tone numbers (`chong2 qing4`), or other words that sound right. */
  readonly say: string
}

export interface Speech {
  /** 1 to 1,000 characters. */
  readonly text: string
  readonly language: Language
  /** Percent of the engine's usual pace, 50 to 200. */
  readonly rate: number
  readonly pronunciations: readonly Pronunciation[]
}

export interface SpeechSynthesis {
  /** What it is and which voices it has; it stands in the log, and in the key of what is kept of its sounds. */
  readonly name: string
  /** A WAV file of any form that we read. Rejects with `SpeechFailed`. */
  speak(speech: Speech): Promise<Buffer>
}

export const mostSpokenCharacters = 1_000

export class SpeechFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SpeechFailed'
  }
}
