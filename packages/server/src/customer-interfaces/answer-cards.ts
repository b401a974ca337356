// The cards that an answer says, in the specified shape or by a mapping. It ends after bounded work, whatever the answer and the
// mapping; how long that takes for a large one is for whoever calls this to mind.
import type { InterfaceMapping } from '@openseat/contracts'
import { readAnswer } from '@openseat/domain'
import { parseAnswer } from '@openseat/domain/custom-page/interface-answer'
import { type MappedAnswer, mapAnswer } from '@openseat/domain/custom-page/mapping'

export interface AnswerJob {
  /** Null: the answer has the specified shape. */
  readonly mapping: InterfaceMapping | null
  /** The answer as it came. */
  readonly text: string
}

export function cardsIn({ mapping, text }: AnswerJob): MappedAnswer {
  if (mapping === null) return readAnswer(text)
  const parsed = parseAnswer(text)
  return 'fault' in parsed ? { ok: false, fault: parsed.fault } : mapAnswer(mapping, parsed.json)
}
