// Which number of the world a written one is, for somebody who writes as people of the tenant's country do. A number whose country
// was written is never taken for one of another country: +1 380 201 3800 is nobody's mobile in China.
import type { WrittenNumber } from '@openseat/contracts'
import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max'
import { callingCodeOf, countryOf, shownPrefix, type Numbering, type ShownNumbering } from './numbering.ts'

export interface ReadNumber {
  /** `+86138…`; null for a short, service or internal number, and for what has not been given to anybody. */
  readonly e164: string | null
  /** As it is dialled in the tenant's country: `138…`, `021…`, `00…`, or the digits as they were written. */
  readonly dialled: string
  /** Given to a service of the tenant's country (400…): abroad it is nobody's, so it is told as it is dialled, always. */
  readonly service: boolean
  readonly extension: string | null
}

export function readNumber(written: WrittenNumber, numbering: Numbering): ReadNumber {
  const { plus, digits, extension, apart } = written
  const whole = readDigits(digits, plus, numbering)
  if (whole.e164 !== null || apart === null || extension !== null) return { ...whole, extension }
  const number = readDigits(digits.slice(0, -apart.length).replace(/#$/, ''), plus, numbering)
  return number.e164 === null ? { ...whole, extension } : { ...number, extension: apart }
}

/** In the form that the tenant has chosen. */
export const shownForm = ({ e164, dialled, service }: ReadNumber, { numberForm }: ShownNumbering): string =>
  numberForm === 'e164' && e164 !== null && !service ? e164 : dialled

type Read = Omit<ReadNumber, 'extension'>

function readDigits(digits: string, plus: boolean, numbering: Numbering): Read {
  if (/[*#]/.test(digits)) return noNumber(digits)
  if (plus) return readGlobal(digits, numbering) ?? noNumber(`${shownPrefix(numbering)}${digits}`)
  return readAbroad(digits, numbering) ?? readAtHome(digits, numbering) ?? noNumber(digits)
}

const noNumber = (dialled: string): Read => ({ e164: null, dialled, service: false })

/** Written with the prefix that is dialled for other countries, the tenant's or the one that carriers use. */
function readAbroad(digits: string, numbering: Numbering): Read | null {
  const prefix = shownPrefix(numbering)
  if (digits.startsWith(prefix)) return readGlobal(digits.slice(prefix.length), numbering)
  if (!digits.startsWith('00')) return null
  const number = parse(`+${digits.slice(2)}`)
  return number?.isValid() === true ? readGlobal(digits.slice(2), numbering) : null
}

/** E.164 has 15 digits at most. */
const longest = 15

/** Null when no country has numbers like that. */
function readGlobal(digits: string, numbering: Numbering): Read | null {
  const number = digits.length > longest ? undefined : parse(`+${digits}`)
  if (number === undefined || number.nationalNumber === '') return null
  if (number.countryCallingCode === callingCodeOf(numbering)) {
    const home = readAtHome(nationalForm(number), numbering)
    if (home?.e164 === number.number) return home
    if (!number.isValid()) return noNumber(serviceNumber(number, digits, numbering))
  } else if (!number.isPossible()) return null
  // Of a number that nobody has been given yet no digit is a prefix to be left out.
  return foreign(number.isValid() ? number.number : `+${digits}`, numbering)
}

/** `+8695588` is dialled 95588; what would be taken for another country's keeps its own. */
function serviceNumber(number: PhoneNumber, digits: string, numbering: Numbering): string {
  const dialled = nationalForm(number)
  const prefix = shownPrefix(numbering)
  return dialled.startsWith('00') || dialled.startsWith(prefix) ? `${prefix}${digits}` : dialled
}

const foreign = (e164: string, numbering: Numbering): Read => ({
  e164,
  dialled: `${shownPrefix(numbering)}${e164.slice(1)}`,
  service: false,
})

/** Ranges that the library takes for valid as a whole: most calls and rows are spared its work. A test holds both together. */
export const chineseMobile = /^1(?:[38]\d|5[0-35-9])\d{8}$/

function readAtHome(digits: string, numbering: Numbering): Read | null {
  const mobile = numbering.country === 'CN' ? chineseMobile.exec(digits)?.[0] : undefined
  if (mobile !== undefined) return { e164: `+86${mobile}`, dialled: mobile, service: false }
  const { trunkPrefix } = numbering
  const forms = trunkPrefix !== '' && digits.startsWith(trunkPrefix) ? [digits, digits.slice(trunkPrefix.length)] : [digits]
  const number = firstValid([...forms.map((form) => () => parse(form, numbering)), () => withoutPlus(digits)])
  if (number === undefined) return null
  if (number.countryCallingCode !== callingCodeOf(numbering)) return foreign(number.number, numbering)
  return { e164: number.number, dialled: nationalForm(number), service: isService(number) }
}

/** The library's work is not done for readings that nobody needs. */
function firstValid(readings: readonly (() => PhoneNumber | undefined)[]): PhoneNumber | undefined {
  for (const read of readings) {
    const number = read()
    if (number?.isValid() === true) return number
  }
  return undefined
}

const services = new Set(['SHARED_COST', 'TOLL_FREE', 'PREMIUM_RATE', 'UAN'])

/** Where several countries share one code, the services of one can be called from the others. */
const isService = (number: PhoneNumber): boolean => number.countryCallingCode !== '1' && services.has(number.getType() ?? '')

/** Some carriers leave the plus out: what is nobody's number at home may be somebody's elsewhere, if it is long enough to tell. */
const withoutPlus = (digits: string): PhoneNumber | undefined =>
  digits.length >= 11 && digits.length <= longest && !digits.startsWith('0') ? parse(`+${digits}`) : undefined

function parse(text: string, numbering?: Numbering): PhoneNumber | undefined {
  const country = numbering && countryOf(numbering)
  if (numbering && country === undefined) return undefined
  return parsePhoneNumberFromString(text, country === undefined ? { extract: false } : { defaultCountry: country, extract: false })
}

const nationalForm = (number: PhoneNumber): string => number.formatNational().replace(/\D/g, '')
