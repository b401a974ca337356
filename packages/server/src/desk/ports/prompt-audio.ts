// Prompts as sound: from the tenant's library, from text, from read-outs. Who plays it to whom is not its matter.

import type { Language } from '@openseat/contracts'
import type { PromptPiece } from '@openseat/domain'
import type { PlaySource } from '@openseat/telephony'

export interface WantedPrompts {
  readonly tenantId: number
  /** In the order in which they are heard, 50 at most. */
  readonly pieces: readonly PromptPiece[]
  readonly language: Language
}

/**
 * `PROMPT_UNKNOWN`: no such code, or it has no sound yet. `PROMPT_VALUE`: a read-out's value is none of its kind. `PROMPT_TOO_LONG`:
 * more than five minutes, 50 pieces or 4,096 characters. `SPEECH_NONE`: text, and this installation has no engine. `SPEECH_FAILED`: the
 * engine failed, or took longer than it may.
 */
export type PromptFault = 'PROMPT_UNKNOWN' | 'PROMPT_VALUE' | 'PROMPT_TOO_LONG' | 'SPEECH_NONE' | 'SPEECH_FAILED'

export type RenderedPrompts =
  /** Can be played from now on for ten minutes at least, also while that goes on. */
  | { readonly ok: true; readonly source: PlaySource; readonly durationMs: number }
  /** `piece`: which of them, from 0. */
  | { readonly ok: false; readonly code: PromptFault; readonly piece: number }

export interface PromptAudio {
  /** Never rejects for what is in the request. */
  render(wanted: WantedPrompts): Promise<RenderedPrompts>
}
