// The part of the wiring that makes prompts heard: the engine, the library, what becomes of both. For app.ts and tests.
import path from 'node:path'
import type { Language } from '@openseat/contracts'
import type { PromptKey } from '@openseat/domain'
import type { PlaySource } from '@openseat/telephony'
import type { Logger } from 'pino'
import { SoundWork } from '../adapters/sounds/sound-work.ts'
import { SpeechClips } from '../adapters/speech/clips.ts'
import type { SpeechSynthesis } from '../adapters/speech/speech-synthesis.ts'
import { promptHandlers } from '../prompts/prompt-handlers.ts'
import { promptNames } from '../prompts/prompts.ts'
import { PromptLibrary } from '../prompts/prompt-library.ts'
import { PromptRenderer } from '../prompts/prompt-renderer.ts'
import { SoundSpool } from '../prompts/sound-spool.ts'
import type { Env } from '../runtime/env.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'

export interface PromptServiceParts {
  readonly env: Pick<Env, 'dataFolder'>
  /** Null: there is none. */
  readonly engine: SpeechSynthesis | null
  readonly database: Database
  readonly settings: Settings
  readonly log: Pick<Logger, 'warn'>
}

export function promptServices({ env, engine, database, settings, log }: PromptServiceParts) {
  const sounds = new SoundWork()
  const spool = new SoundSpool(path.join(env.dataFolder, 'sounds'))
  const library = new PromptLibrary(settings, spool)
  const failed = (error: unknown): void => log.warn({ err: error }, 'a prompt could not be spoken')
  const renderer = new PromptRenderer({ engine, sounds, clips: new SpeechClips(), spool, sources: library, failed })
  const file = (sound: { path: string } | undefined): PlaySource | undefined => sound && { kind: 'file', path: sound.path }
  return {
    renderer,
    /** One line for whoever starts the program. */
    speaks: `Speech: ${engine?.name ?? 'no engine, so that texts are not spoken (espeak-ng is not installed or switched off); recorded words say numbers'}. ${sounds.readsMp3 ? 'WAV and MP3' : 'WAV, and no MP3 (mpg123 is not installed),'} can be uploaded.`,
    /** For flows that are checked: names of prompts by their code, and whether texts can be spoken. */
    speech: { prompts: promptNames, speaks: () => engine !== null },
    handlers: promptHandlers({ settings, platform: database.platform, renderer, spool, sounds }),
    prompt: async (tenantId: number, key: PromptKey) =>
      file(await (typeof key === 'number' ? library.promptOfId(tenantId, key) : library.prompt(tenantId, key))),
    async announcement(tenantId: number, agentNumber: string, language: Language): Promise<PlaySource | undefined> {
      const rendered = await renderer.announce({ tenantId, language, agentNumber })
      return rendered.ok ? rendered.source : undefined
    },
    close(): void {
      library.close()
      sounds.close()
    },
  }
}
