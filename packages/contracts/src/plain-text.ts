// Text that looks the same is the same: full-width letters, the digits of other scripts, every dash, quote and space become those
// of ASCII; what is not seen is left out. No character becomes more than one, so nothing gains a digit.

const decimal = /\p{Nd}/u
const dash = /[\p{Pd}\u2212\u30FC]/u
const unseen = /[\p{Cf}\u034F\u180B-\u180D\uFE00-\uFE0F\u20E3]/u

const sameAs: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '\uFE62': '+',
  '\u207A': '+',
  '\u3000': ' ',
}

/** Trimmed. */
export const plainText = (text: string): string =>
  /^[!-~]*$/.test(text) ? text : Array.from(text, plainCharacter).join('').replace(/ +/g, ' ').trim()

function plainCharacter(char: string): string {
  if (char >= '!' && char <= '~') return char
  if (unseen.test(char)) return ''
  if (/[\s\p{Cc}\p{Z}]/u.test(char)) return ' '
  if (dash.test(char)) return '-'
  if (decimal.test(char)) return digitOf(char)
  return sameAs[char] ?? halfWidth(char)
}

/** Decimal digits of a script stand in tens, zero first. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) ?? 0
  let first = code
  while (decimal.test(String.fromCodePoint(first - 1))) first -= 1
  return String((code - first) % 10)
}

function halfWidth(char: string): string {
  const code = char.codePointAt(0) ?? 0
  return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : char
}
