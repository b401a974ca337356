// One key for every spelling of a number: +86 138 0013 8000, 013800138000 and 13800138000 are one customer in China.
// What is no number of a country (a short number, an account, a name) is compared as text, whatever its width and letters' case.
import { plainText, writtenNumber } from '@openseat/contracts'
import type { Numbering } from './numbering.ts'
import { chineseMobile, readNumber } from './read-number.ts'

/** Changes with the rules below and those that they rest on: keys of another form are not compared. */
export const numberKeyForm = 2

/** Before the number: in any of the ways in which its country is written. */
const chinesePrefix = /^(?:\+86|0086|86)(?=1\d{10}$)/

/** `country`: ISO 3166 letters of where numbers without a country's code belong. */
export function numberKey(value: string, country: string): string {
  const text = plainText(value)
  const mobile = text.replace(chinesePrefix, '')
  if ((country === 'CN' || text.startsWith('+')) && chineseMobile.test(mobile)) return `+86${mobile}`
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
