// How a tenant's numbers are written and told apart: where numbers without a country's code belong, and what is dialled in
// front of them. One number comes in many forms; which of them mean the same is decided here.
import type { NumberForm } from '@openseat/contracts'
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { numberKey } from './number-key.ts'

/** A country whose numbers are known, by its ISO 3166 letters. */
export const isCountry = (letters: string): boolean => isSupportedCountry(letters)

export interface Numbering {
  /** ISO 3166 letters. */
  readonly country: string
  /** Dialled before the code of another country. */
  readonly internationalPrefix: string
  /** Dialled before a number of the own country. */
  readonly trunkPrefix: string
}

export interface ShownNumbering extends Numbering {
  readonly numberForm: NumberForm
}

/** The one form in which the tenant is shown a customer's number, everywhere. What is no telephone number stays as it is. */
export function shownNumber(number: string, numbering: ShownNumbering): string {
  const bare = number.replace(/^\+(?=[0-9*#]+$)/, '')
  if (numbering.numberForm === 'national') return bare
  const key = numberKey(withPlus(number, numbering), numbering.country)
  return /^\+[1-9]\d+$/.test(key) ? key : bare
}

/** Every form in which carriers and people write this number, the given one first. A form that reads as another number is left out. */
export function writtenForms(number: string, numbering: Numbering): string[] {
  const given = number.trim()
  const key = numberKey(withPlus(given, numbering), numbering.country)
  // A number that nobody has been given is compared as it is dialled.
  if (!key.startsWith('+')) return [...new Set([given, key, key.replace(/[\s().-]/g, '')])]
  const digits = key.slice(1)
  const forms = [key, digits, `00${digits}`, `${numbering.internationalPrefix}${digits}`, ...nationalForms(digits, numbering)]
  return [...new Set([given, ...forms.filter((form) => numberKey(withPlus(form, numbering), numbering.country) === key)])]
}

/** A prefix other than `00` is known to nobody else. */
const withPlus = (number: string, { internationalPrefix }: Numbering): string =>
  internationalPrefix !== '' && internationalPrefix !== '00' && number.startsWith(internationalPrefix)
    ? `+${number.slice(internationalPrefix.length)}`
    : number

function nationalForms(digits: string, { country, trunkPrefix }: Numbering): string[] {
  const code = isSupportedCountry(country) ? getCountryCallingCode(country) : ''
  if (code === '' || !digits.startsWith(code)) return []
  const national = digits.slice(code.length)
  return [national, `${trunkPrefix}${national}`]
}
