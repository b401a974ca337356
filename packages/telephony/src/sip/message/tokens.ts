// The lexical ground of SIP: tokens, quoted strings, lists (RFC 3261 section 25.1). Every function is linear in its input.

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/
const DIGITS = /^[0-9]+$/

export const isToken = (text: string): boolean => TOKEN.test(text)

/** Whole numbers from 0 to `max` of digits only; leading zeros are legal. Else undefined. */
export const parseNumber = (text: string, max: number): number | undefined => {
  if (!DIGITS.test(text)) return undefined
  const number = Number(text)
  return number <= max ? number : undefined
}

/** Index after the closing quote of the quoted string that begins at `start`, or -1. */
export const endOfQuoted = (text: string, start: number): number => {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return -1
}

/** The content of a complete quoted string, or undefined. */
export const unquote = (text: string): string | undefined => {
  if (text[0] !== '"' || endOfQuoted(text, 0) !== text.length) return undefined
  return text.slice(1, -1).replace(/\\(.)/gs, '$1')
}

/** Control characters that would end a header line become spaces. */
export const quote = (text: string): string => `"${text.replace(/[\r\n]/g, ' ').replace(/[\\"]/g, '\\$&')}"`

/** Splits outside quotes and angle brackets, trims; undefined when one of them is not closed. */
export const splitList = (text: string, separator: ',' | ';'): string[] | undefined => splitRaw(text, separator)?.map((part) => part.trim())

/** The same with all spaces kept: joined by the separator the parts are the text again. */
export const splitRaw = (text: string, separator: ',' | ';'): string[] | undefined => {
  const parts: string[] = []
  let start = 0
  let angled = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      i = endOfQuoted(text, i) - 1
      if (i < 0) return undefined
    } else if (char === '<') angled = true
    else if (char === '>') angled = false
    else if (char === separator && !angled) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  parts.push(text.slice(start))
  return angled ? undefined : parts
}
