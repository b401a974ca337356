// One key for every spelling of a number: +86 138 0013 8000, 013800138000 and 13800138000 are one customer in China.
// What is no number of a country (a short number, an account, a name) is compared as text, whatever its width and letters' case.
import { plainText, writtenNumber } from '@openseat/contracts'
import type { Numbering } from './numbering.ts'
import { readNumber } from './read-number.ts'

/** Changes with the rules below and those that they rest on: keys of another form are not compared. */
export const numberKeyForm = 2

/** Ranges that the library takes for valid as a whole: most rows of an import are spared its work. A test holds both together. */
const chineseMobile = /^(?:\+86|0086|86)?(1(?:[38]\d|5[0-35-9])\d{8})$/

/** `country`: ISO 3166 letters of where numbers without a country's code belong. */
export function numberKey(value: string, country: string): string {
  const text = plainText(value)
  const mobile = chineseMobile.exec(text)
  if (mobile && (country === 'CN' || text.startsWith('+'))) return `+86${mobile[1]}`
  const written = writtenNumber(text)
  if (written === null) return text.normalize('NFKC').toLowerCase()
  const { e164, dialled, extension } = readNumber(written, asIn(country))
  return keyOf(e164 ?? dialled, extension)
}

/** The key of a number that was read before. An extension is somebody else than the number. */
export const keyOf = (number: string, extension: string | null): string => (extension === null ? number : `${number};ext=${extension}`)

/** The key of the number that an extension belongs to. */
export const withoutExtension = (key: string): string => key.replace(/;ext=.*$/, '')

/** How a country's people write numbers: what the tenant dials does not change what stands in a table. */
const asIn = (country: string): Numbering => ({ country, internationalPrefix: '00', trunkPrefix: '' })
