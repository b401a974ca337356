// Asking for keys again and again: which prompts a round has, and whether there is another.
import type { FlowPrompt } from '@openseat/contracts'
import type { NodeView } from '../compiled-flow.ts'
import type { Collection, FlowAsk, PromptPiece } from '../run.ts'
import type { Scope } from './scope.ts'

export interface AskingConfig {
  readonly prompts: readonly FlowPrompt[]
  readonly noInputPrompts: readonly FlowPrompt[]
  readonly invalidPrompts: readonly FlowPrompt[]
  readonly firstDigitSeconds: number
  readonly retries: number
  readonly clearKeys: boolean
}

export type Missed = 'noInput' | 'invalid'

export interface Asking {
  /** The first round, or the one after what was missed. */
  readonly ask: (at: NodeView, missed: Missed | null, collection: Collection) => FlowAsk
  readonly again: (at: NodeView) => boolean
}

export function asking(config: AskingConfig, scope: Scope): Asking {
  const first = scope.prompts('config.prompts', config.prompts)
  const rounds = {
    noInput: scope.prompts('config.noInputPrompts', config.noInputPrompts),
    invalid: scope.prompts('config.invalidPrompts', config.invalidPrompts),
  }
  const hasOwn = { noInput: config.noInputPrompts.length > 0, invalid: config.invalidPrompts.length > 0 }
  const promptsOf = (at: NodeView, missed: Missed | null): readonly PromptPiece[] =>
    missed !== null && hasOwn[missed] ? rounds[missed](at) : first(at)
  return {
    again: ({ attempt }) => attempt < config.retries,
    ask: (at, missed, collection) => ({
      do: 'collectKeys',
      prompts: promptsOf(at, missed),
      language: at.language,
      collection,
      // After a key that meant nothing, what was pressed behind it means nothing either.
      clearsKeys: missed === null ? config.clearKeys : true,
    }),
  }
}

/** One key of several. */
export const oneKey = (keys: string, firstDigitSeconds: number): Collection => ({
  min: 1,
  max: 1,
  terminator: null,
  firstDigitSeconds,
  interDigitSeconds: 1,
  keys,
  pattern: null,
  secret: false,
})
