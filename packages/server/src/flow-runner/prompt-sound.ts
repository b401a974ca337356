// How a flow is heard: prompts at one leg, once, from the beginning.
import { randomUUID } from 'node:crypto'
import type { FlowLanguage } from '@openseat/contracts'
import type { PromptPiece, RoomLeg } from '@openseat/domain'
import type { LegVoice } from '../desk/ports/leg-voice.ts'
import type { PromptAudio } from '../desk/ports/prompt-audio.ts'

export interface Prompts {
  readonly pieces: readonly PromptPiece[]
  readonly language: FlowLanguage
}

/** `problem`: what could not be heard, for the trace. */
export type PlayEnd = { readonly ok: true } | { readonly ok: false; readonly problem: string }

export interface Playing {
  /** Resolves when the last of it was heard, or it was stopped. Never rejects. */
  readonly ended: Promise<PlayEnd>
  stop(): void
}

export interface PromptSoundParts {
  readonly voice: LegVoice
  readonly prompts: PromptAudio
}

export class PromptSound {
  readonly #parts: PromptSoundParts
  /** By the name of the play. */
  readonly #playing = new Map<string, (end: PlayEnd) => void>()
  readonly #unsubscribe: () => void

  constructor(parts: PromptSoundParts) {
    this.#parts = parts
    this.#unsubscribe = parts.voice.on((_tenantId, _at, event) => {
      // Whose leg is lost hears it again once it is back: the plan says so.
      if (event.type === 'promptEnded' && event.reason !== 'lost') this.#playing.get(event.promptId)?.({ ok: true })
      if (event.type === 'promptEnded') this.#playing.delete(event.promptId)
    })
  }

  play(tenantId: number, at: RoomLeg, prompts: Prompts): Playing {
    const promptId = randomUUID()
    const { promise: ended, resolve } = Promise.withResolvers<PlayEnd>()
    const { voice } = this.#parts
    let isStopped = false
    const begin = async (): Promise<void> => {
      const rendered = await this.#parts.prompts.render({ tenantId, ...prompts })
      if (isStopped) return
      if (!rendered.ok) return resolve({ ok: false, problem: `${rendered.code} (${rendered.piece + 1})` })
      this.#playing.set(promptId, resolve)
      await voice.play(at, { promptId, source: rendered.source })
    }
    begin().catch(() => this.#playing.delete(promptId))
    return {
      ended,
      stop: () => {
        isStopped = true
        resolve({ ok: true })
        voice.stop(at, promptId).catch(() => undefined)
      },
    }
  }

  close(): void {
    this.#unsubscribe()
  }
}
