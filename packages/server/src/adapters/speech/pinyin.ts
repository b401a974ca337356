// Chinese for espeak-ng, which takes each character alone: words are turned into pinyin first, so that 行长 is hang2 zhang3. What the
// tenant has said of a word counts more than any dictionary.
import { pinyin } from 'pinyin-pro'
import type { Pronunciation } from './speech-synthesis.ts'

const syllable = '[a-zü]+[1-5]'
const isPinyin = new RegExp(`^${syllable}( ?${syllable})*$`)

export function withPinyin(text: string, pronunciations: readonly Pronunciation[]): string {
  return withoutWords(text, pronunciations)
    .map((part) => (typeof part === 'string' ? inPinyin(part) : said(part)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The same for engines that know the language: words are replaced by what they sound like. */
export const respelled = (text: string, pronunciations: readonly Pronunciation[]): string =>
  withoutWords(text, pronunciations)
    .map((part) => (typeof part === 'string' || isPinyin.test(part.say) ? wordOf(part) : part.say))
    .join('')

type Part = string | Pronunciation

const wordOf = (part: Part): string => (typeof part === 'string' ? part : part.word)

const said = ({ say }: Pronunciation): string => (isPinyin.test(say) ? say.replaceAll('ü', 'v') : inPinyin(say))

/** The text in parts; longer words are found first. */
function withoutWords(text: string, pronunciations: readonly Pronunciation[]): Part[] {
  const longest = pronunciations.filter(({ word }) => word !== '').toSorted((a, b) => b.word.length - a.word.length)
  let parts: Part[] = [text]
  for (const pronunciation of longest) {
    parts = parts.flatMap((part) => (typeof part === 'string' ? between(part.split(pronunciation.word), pronunciation) : [part]))
  }
  return parts
}

const between = (texts: readonly string[], word: Pronunciation): Part[] => texts.flatMap((text, at) => (at === 0 ? [text] : [word, text]))

function inPinyin(text: string): string {
  return text.replace(/\p{Script=Han}+/gu, (words) => {
    const syllables = pinyin(words, { toneType: 'num', type: 'array', v: true })
    // A light tone is 0 there and 5 here.
    return ` ${syllables.map((one) => one.replace(/0$/, '5')).join(' ')} `
  })
}
