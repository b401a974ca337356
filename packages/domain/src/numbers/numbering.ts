// How numbers of a tenant are written and dialled.
import type { NumberForm } from '@openseat/contracts'
import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'

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

export const countryOf = ({ country }: Pick<Numbering, 'country'>): CountryCode | undefined =>
  isSupportedCountry(country) ? country : undefined

/** `86`; empty for a country that is not known. */
export function callingCodeOf(numbering: Pick<Numbering, 'country'>): string {
  const country = countryOf(numbering)
  return country === undefined ? '' : getCountryCallingCode(country)
}

/** What stands before the code of a foreign number when it is shown: never nothing, else it could be a number of the own country. */
export const shownPrefix = ({ internationalPrefix }: Numbering): string => (internationalPrefix === '' ? '00' : internationalPrefix)
