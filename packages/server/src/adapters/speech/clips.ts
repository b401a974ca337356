// The recorded words that read-outs and phrases are put together from where no engine is. Made by cli/make-speech-clips.ts.
import { readFile } from 'node:fs/promises'
import type { Language } from '@openseat/contracts'
import { pauseClip } from '@openseat/domain'
import { samplesOf } from '../sounds/prompt-samples.ts'

export const clipFolder = (language: Language): URL => new URL(`./clips/${language}/`, import.meta.url)

/** Between two groups of digits. */
const pauseSamples = 2_400

export class SpeechClips {
  readonly #read = new Map<string, Promise<Int16Array>>()

  /** 8 kHz. Rejects for a name that no clip has. */
  samples(clip: string, language: Language): Promise<Int16Array> {
    if (clip === pauseClip) return Promise.resolve(new Int16Array(pauseSamples))
    const key = `${language}/${clip}`
    const known = this.#read.get(key) ?? readFile(new URL(`./${clip}.wav`, clipFolder(language))).then(samplesOf)
    this.#read.set(key, known)
    return known
  }
}
