// What the product itself says beside flows, so that it can be heard where no engine is.
import type { Language } from '@openseat/contracts'

const words = {
  /** The digits of an agent's number follow, then `atYourService`. */
  workNumber: ['工号', 'Agent'],
  atYourService: ['为您服务', 'at your service'],
} as const satisfies Readonly<Record<string, readonly [chinese: string, english: string]>>

export type Phrase = keyof typeof words

export const phraseNames = Object.keys(words) as Phrase[]

export const phraseText = (phrase: Phrase, language: Language): string => words[phrase][language === 'en' ? 1 : 0]
