// Refusals of the desk in words.

import { errorText, type ErrorParams, type Language } from './app-error.ts'
import type { ErrorCode } from './errors.ts'
import { agentStateWords, callStateWords, commandWords } from './vocabulary.ts'

const stateWords: Readonly<Record<string, { zh: string; en: string }>> = { ...callStateWords, ...agentStateWords }

/** The text of a refusal, code names of states and actions in its params replaced by their words. */
export function refusalText(code: ErrorCode, language: Language, params: ErrorParams = {}): string {
  const tongue = language === 'en' ? 'en' : 'zh'
  const state = stateWords[String(params['state'])]?.[tongue]
  const action = (commandWords as typeof stateWords)[String(params['action'])]?.[tongue]
  return errorText(code, language, { ...params, ...(state && { state }), ...(action && { action }) })
}
