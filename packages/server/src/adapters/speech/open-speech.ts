// Which engine speaks: the one that the operator names, else espeak-ng where it is installed, else none.
import { findProgram } from '../../runtime/find-program.ts'
import { EspeakSpeech } from './espeak.ts'
import { HttpSpeech } from './http-speech.ts'
import type { SpeechSynthesis } from './speech-synthesis.ts'

export interface SpeechChoice {
  /** `espeak`, `none`, or the address of an engine. */
  readonly engine: string
  readonly token: string | undefined
}

export async function openSpeech({ engine, token }: SpeechChoice): Promise<SpeechSynthesis | null> {
  if (engine === 'none') return null
  if (engine !== 'espeak') return new HttpSpeech({ url: engine, token })
  const program = findProgram('espeak-ng')
  return program === undefined ? null : ((await EspeakSpeech.open(program)) ?? null)
}
