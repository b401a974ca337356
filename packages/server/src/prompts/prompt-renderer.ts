// Prompts as files that can be played: recordings of the library, what the engine speaks, recorded words, one after the other. What was
// made once is not made again.
import type { Language } from '@openseat/contracts'
import { promptWave } from '@openseat/telephony/wave/wave-header'
import { samplesOf } from '../adapters/sounds/prompt-samples.ts'
import type { SoundWork } from '../adapters/sounds/sound-work.ts'
import type { SpeechClips } from '../adapters/speech/clips.ts'
import { mostSpokenCharacters, type Pronunciation, type SpeechSynthesis } from '../adapters/speech/speech-synthesis.ts'
import type { PromptAudio, RenderedPrompts, WantedPrompts } from '../desk/ports/prompt-audio.ts'
import { FairWork } from '../shares/fair-work.ts'
import { inParts, planAnnouncement, planPrompts, PromptRefused, type Segment } from './prompt-plan.ts'
import type { SoundSpool, SpooledSound } from './sound-spool.ts'

export interface PromptSources {
  /** Undefined: no such prompt, or it has no sound yet. */
  prompt(tenantId: number, code: string): Promise<SpooledSound | undefined>
  pronunciations(tenantId: number, language: Language): Promise<readonly Pronunciation[]>
  timeZone(tenantId: number): Promise<string>
}

export interface PromptRendererParts {
  readonly engine: SpeechSynthesis | null
  readonly sounds: SoundWork
  readonly clips: SpeechClips
  readonly spool: SoundSpool
  readonly sources: PromptSources
  /** The engine's failures, for the log. */
  readonly failed: (error: unknown) => void
}

export interface WantedSpeech {
  readonly tenantId: number
  readonly text: string
  readonly language: Language
  /** Percent of the usual pace. */
  readonly rate: number
}

export const mostPromptSeconds = 300
const mostPromptMs = mostPromptSeconds * 1000
/** Between two recordings. */
const gapSamples = 800

export class PromptRenderer implements PromptAudio {
  readonly #parts: PromptRendererParts
  readonly #speaking = new FairWork<number>({ atOnce: 2, waiting: 60, waitingInAll: 300, inAll: 4 })

  constructor(parts: PromptRendererParts) {
    this.#parts = parts
  }

  get hasEngine(): boolean {
    return this.#parts.engine !== null
  }

  async render(wanted: WantedPrompts): Promise<RenderedPrompts> {
    const { tenantId, pieces, language } = wanted
    const timeZone = await this.#parts.sources.timeZone(tenantId)
    return this.#rendered(wanted, () => planPrompts(pieces, { language, timeZone, hasEngine: this.hasEngine }))
  }

  async #rendered(wanted: Pick<WantedPrompts, 'tenantId' | 'language'>, plan: () => readonly Segment[]): Promise<RenderedPrompts> {
    try {
      const { path, durationMs } = await this.#render(wanted, plan())
      return { ok: true, source: { kind: 'file', path }, durationMs }
    } catch (error) {
      if (!(error instanceof PromptRefused)) throw error
      if (error.cause !== undefined) this.#parts.failed(error.cause)
      return { ok: false, code: error.code, piece: error.piece }
    }
  }

  /** Who answers: 工号幺零幺为您服务. */
  announce({ agentNumber, ...wanted }: Pick<WantedPrompts, 'tenantId' | 'language'> & { agentNumber: string }): Promise<RenderedPrompts> {
    return this.#rendered(wanted, () => planAnnouncement(agentNumber, { language: wanted.language, hasEngine: this.hasEngine }))
  }

  /** A text as one sound; throws `PromptRefused`. It is in words already. */
  speak(wanted: WantedSpeech): Promise<SpooledSound> {
    return this.#spoken(wanted, 0)
  }

  async #render(wanted: Pick<WantedPrompts, 'tenantId' | 'language'>, segments: readonly Segment[]): Promise<SpooledSound> {
    const sounds: SpooledSound[] = []
    for (const segment of segments) {
      sounds.push(await this.#sound(segment, wanted))
      if (sounds.reduce((sum, { durationMs }) => sum + durationMs, 0) > mostPromptMs)
        throw new PromptRefused('PROMPT_TOO_LONG', segment.piece)
    }
    return this.#joined(sounds, gapSamples)
  }

  async #sound(segment: Segment, { tenantId, language }: Pick<WantedPrompts, 'tenantId' | 'language'>): Promise<SpooledSound> {
    switch (segment.kind) {
      case 'prompt': {
        const sound = await this.#parts.sources.prompt(tenantId, segment.code)
        if (sound === undefined) throw new PromptRefused('PROMPT_UNKNOWN', segment.piece)
        return sound
      }
      case 'speech':
        return this.#spoken({ tenantId, text: segment.text, language, rate: 100 }, segment.piece)
      case 'clips':
        return this.#clipped(segment.clips, language)
    }
  }

  async #spoken({ text, ...how }: WantedSpeech, piece: number): Promise<SpooledSound> {
    const pronunciations = await this.#parts.sources.pronunciations(how.tenantId, how.language)
    const sounds: SpooledSound[] = []
    for (const part of inParts(text, mostSpokenCharacters))
      sounds.push(await this.#spokenPart({ ...how, text: part }, pronunciations, piece))
    return this.#joined(sounds, 0)
  }

  #spokenPart({ tenantId, ...speech }: WantedSpeech, pronunciations: readonly Pronunciation[], piece: number): Promise<SpooledSound> {
    const { engine, sounds, spool } = this.#parts
    if (engine === null) throw new PromptRefused('SPEECH_NONE', piece)
    const used = pronunciations.filter(({ word }) => speech.text.includes(word))
    const failed = (cause: unknown): never => {
      throw new PromptRefused('SPEECH_FAILED', piece, { cause })
    }
    return spool.keep(JSON.stringify(['speech', engine.name, speech, used]), async () => {
      const bytes = await this.#speaking.run(tenantId, () => engine.speak({ ...speech, pronunciations: used })).catch(failed)
      const made = await sounds.prepare({ tenantId, bytes, mostSeconds: mostPromptSeconds }).catch(failed)
      if (made.ok) return made.wave
      if (made.reason === 'tooLong') throw new PromptRefused('PROMPT_TOO_LONG', piece)
      return failed(new Error(`what the engine spoke cannot be used: ${made.reason} ${made.detail}`))
    })
  }

  #clipped(clips: readonly string[], language: Language): Promise<SpooledSound> {
    return this.#parts.spool.keep(JSON.stringify(['clips', language, clips]), async () =>
      promptWave(inARow(await Promise.all(clips.map((clip) => this.#parts.clips.samples(clip, language))), 0)),
    )
  }

  async #joined(sounds: readonly SpooledSound[], gap: number): Promise<SpooledSound> {
    const [first, ...more] = sounds
    if (first !== undefined && more.length === 0) return first
    const { spool } = this.#parts
    return spool.keep(JSON.stringify(['joined', gap, sounds.map(({ path }) => path)]), async () =>
      promptWave(inARow(await Promise.all(sounds.map(async (sound) => samplesOf(await spool.file(sound)))), gap)),
    )
  }
}

function inARow(parts: readonly Int16Array[], gap: number): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length + gap, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length + gap
  }
  return whole
}
