// A number as people, pages, spreadsheets and carriers write it, taken apart by its spelling alone. Which country's it is, and
// which other spellings mean the same number, is decided where the tenant's numbering is known.

import { plainText } from './plain-text.ts'

export interface WrittenNumber {
  /** The code of its country comes first: it was written with a plus. */
  readonly plus: boolean
  /** `0`–`9`, `*` and `#`. */
  readonly digits: string
  /** What is dialled once the number has answered; null when nothing is. */
  readonly extension: string | null
  /** Digits that stand apart at the end, as in `021-55667788-8001` and `4001234567#8001`: perhaps an extension. They are in `digits` too. */
  readonly apart: string | null
}

/** Null when it is no number: letters, a fraction, a power of ten, an address of a computer, nothing. */
export function writtenNumber(given: string): WrittenNumber | null {
  const text = unescaped(addressOf(unquoted(plainText(given))))
  const [head = '', ...rest] = withoutLabel(text).split(/[;,]/)
  const { number, extension } = cutExtension(head)
  const bare = withoutSeparators(number)
  if (bare === null) return null
  const { context, dialled } = parametersOf(rest)
  const joined = inContext(bare, context)
  return {
    plus: joined.startsWith('+'),
    digits: joined.replace(/^\+/, ''),
    extension: extension ?? dialled,
    apart: /\d\s*[-#]\s*(\d{1,8})$/.exec(number.trim())?.[1] ?? null,
  }
}

/** `="138…"`, `'138…`, `“138…”`: what spreadsheets and letters put around a number. */
function unquoted(text: string): string {
  const formula = /^=\s*"(.*)"$/.exec(text)
  const inner = (formula?.[1] ?? text).trim()
  return inner
    .replace(/^"([^"<>]*)"$/, '$1')
    .replace(/^'([^']*)'?$/, '$1')
    .trim()
}

/** The address of `"Wang" <sip:+86138…@carrier>;tag=1`. */
const addressOf = (text: string): string => (/^(?:"[^"]*"\s*|[^<>"]*)<([^<>]*)>[^<>]*$/.exec(text)?.[1] ?? text).trim()

const scheme = /^(tel|telprompt|callto|phone|sips?):\/*/i

/** Without its scheme; of a SIP address the user, whose escapes are read. */
function unescaped(text: string): string {
  const found = scheme.exec(text)
  const rest = found ? text.slice(found[0].length) : text
  const isSip = /^sip/i.test(found?.[1] ?? '')
  const user = isSip ? (rest.split('@')[0] ?? '') : rest
  if (!/%[0-9A-F]{2}/i.test(user)) return user
  try {
    return plainText(decodeURIComponent(user))
  } catch {
    return user
  }
}

/** `Tel. 021…`, `电话：021…`; an account may be called `phone1`. */
const withoutLabel = (text: string): string =>
  text.replace(/^(?:(?:tel|phone|mobile|fax)\s*[.:\s]|(?:电话|手机|座机|号码|電話)\s*[.:]?)\s*(?=[+(\d][\d\s\-().]{4})/i, '')

const extensionWord = /(?:extension|extn|ext|x|转|轉|分机|分機|内线|內線|доб|int|p|w)/.source
const withExtension = new RegExp(String.raw`^(.*\d[^\p{L}]*?)\s*${extensionWord}\s*[.:]?\s*(\d[\d*#]{0,19})$`, 'iu')

function cutExtension(head: string): { number: string; extension: string | null } {
  const found = withExtension.exec(head.trim())
  return { number: found?.[1] ?? head, extension: found?.[2] ?? null }
}

/** Digits, `*`, `#` and a plus before them; null when anything else is left, or when leaving it out made another number. */
function withoutSeparators(text: string): string | null {
  const trimmed = text
    .trim()
    .replace(/^(\+?\d{7,})\.0+$/, '$1')
    .replace(/^'\s*/, '')
  if (/^[-+]?\d+\.\d{1,3}$/.test(trimmed) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(trimmed)) return null
  if (/\/\s*\d{1,4}$|\/.*\//.test(trimmed)) return null
  const bare = trimmed.replace(/[\s\-.()[\]/·・~]/g, '')
  return /^\+?[0-9*#]+$/.test(bare) ? bare : null
}

function parametersOf(parts: readonly string[]): { context: string | null; dialled: string | null } {
  let context: string | null = null
  let dialled: string | null = null
  for (const part of parts) {
    const [name = '', value = ''] = part.trim().split('=')
    if (/^phone-context$/i.test(name)) context ??= value
    else if (/^(?:ext|postd)$/i.test(name)) dialled ??= digitsOf(value)
    else if (/^[\d*#pw\s]+$/i.test(part)) dialled ??= digitsOf(part)
  }
  return { context, dialled }
}

function digitsOf(text: string): string | null {
  const digits = text.replace(/[^\d*#]/g, '').slice(0, 20)
  return digits === '' ? null : digits
}

/** RFC 3966: a local number belongs behind the digits of its context; a context that is a domain says nothing of it. */
function inContext(bare: string, context: string | null): string {
  if (context === null || bare.startsWith('+') || !/^\+[\d\-.()]+$/.test(context) || /[*#]/.test(bare)) return bare
  const prefix = context.replace(/[-.()]/g, '')
  return `${prefix}${bare}`
}
