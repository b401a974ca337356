// Sentences that the product itself says to callers, so that they can be heard where no engine and no prompt is.
import type { Language } from '@openseat/contracts'

const words = {
  /** A flow that cannot go on ends so. */
  apology: ['很抱歉，暂时无法为您服务，请稍后再拨。', 'We are sorry, we cannot help you at the moment. Please call again later.'],
  goodbye: ['感谢您的来电，再见。', 'Thank you for calling. Goodbye.'],
  noInput: ['没有收到您的输入。', 'We did not receive your entry.'],
  invalidInput: ['输入有误，请重新输入。', 'That entry is not valid. Please try again.'],
  leaveMessage: ['请在提示音后留言，结束请按井号键。', 'Please leave a message after the tone, and press the hash key when you have finished.'],
  /** An ordinal follows, then `inQueue`: 您目前排在第三位. */
  position: ['您目前排在', 'You are'],
  inQueue: ['位', 'in the queue'],
  /** A duration follows. */
  expectedWait: ['预计等待', 'The expected wait is'],
  /** The digits of an agent's number follow, then `atYourService`. */
  workNumber: ['工号', 'Agent'],
  atYourService: ['为您服务', 'at your service'],
} as const satisfies Readonly<Record<string, readonly [chinese: string, english: string]>>

export type Phrase = keyof typeof words

export const phraseNames = Object.keys(words) as Phrase[]

export const phraseText = (phrase: Phrase, language: Language): string => words[phrase][language === 'en' ? 1 : 0]

/** The name of its clip. */
export const phraseClip = (phrase: Phrase): string => `phrase-${phrase.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
