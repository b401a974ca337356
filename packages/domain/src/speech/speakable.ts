// Free text as an engine may have it: each number, date, amount and telephone number in words, no digit and no symbol left.
import type { Language } from '@openseat/contracts'
import { valueAt } from './written-values.ts'

const symbolWords: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  '%': ['百分号', 'percent'],
  '&': ['和', 'and'],
  '+': ['加', 'plus'],
  '=': ['等于', 'equals'],
  '@': ['艾特', 'at'],
  '#': ['井号', 'hash'],
  '*': ['星号', 'star'],
  '°': ['度', 'degrees'],
  '×': ['乘', 'times'],
  '÷': ['除以', 'divided by'],
  〇: ['零', 'zero'],
  '№': ['号', 'number'],
}

/** Letters, and the marks that engines make pauses of. */
const kept = /[\p{L}\p{M}\s.,!?;:'"()，。！？；：、“”‘’（）《》…—·-]/u

/** `timeZone` is where moments that name their zone are told; UTC when it is not given. */
export function speakable(text: string, language: Language, timeZone = 'UTC'): string {
  const given = text.normalize('NFKC')
  let said = ''
  let at = 0
  while (at < given.length) {
    const value = mayBegin(given, at) ? valueAt(given, at, { language, timeZone }) : null
    if (value === null) {
      said += characterWords(given, at, language)
      at += (given.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    } else {
      said = joined(said, value.text, language)
      at = value.end
      if (language === 'en' && /[\p{L}]/u.test(given.charAt(at))) said += ' '
    }
  }
  return said.replace(/\s+/g, ' ').trim()
}

/** Few characters begin a value; the others are spared fourteen patterns. */
const mayBegin = (text: string, at: number): boolean => /[\d+\-\u2212$¥€HURCE]/i.test(text.charAt(at))

function characterWords(text: string, at: number, language: Language): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (character === '-' || character === '\u2212')
    return isRange(text, at) ? spaced(language === 'en' ? 'to' : '到', language) : hyphen(text, at)
  const words = symbolWords[character]
  if (words) return spaced(words[language === 'en' ? 1 : 0], language)
  return kept.test(character) ? character : ' '
}

/** 3-5 days. */
const isRange = (text: string, at: number): boolean =>
  /\d\s?$/.test(text.slice(Math.max(0, at - 2), at)) && /^\s?\d/.test(text.slice(at + 1, at + 3))

const hyphen = (text: string, at: number): string => (/\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at + 1)) ? '-' : ' ')

const spaced = (word: string, language: Language): string => (language === 'en' ? ` ${word} ` : word)

/** English words stand apart. */
const joined = (said: string, words: string, language: Language): string =>
  `${said}${language === 'en' && /[\p{L}]$/u.test(said) ? ' ' : ''}${words}`
