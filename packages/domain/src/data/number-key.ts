// One key for every form of a number: +86 138 0013 8000, 013800138000 and 13800138000 are one customer in China.
// What is no telephone number (an account, a name) is compared as text, whatever its width and letters' case.
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Changes with the rules below: keys of another form are not compared. */
export const numberKeyForm = 1

/** Ranges that the library takes for valid as a whole: most rows of an import are spared its work. A test holds both together. */
const chineseMobile = /^(?:\+86|0086|86)?(1(?:[38]\d|5[0-35-9])\d{8})$/

/** `country`: ISO 3166 letters of where numbers without a country's code belong. */
export function numberKey(value: string, country: string): string {
  const text = value.normalize('NFKC').trim()
  const mobile = chineseMobile.exec(text)
  if (mobile && (country === 'CN' || text.startsWith('+'))) return `+86${mobile[1]}`
  const number = /^[+(\d][\d\s().-]{2,30}$/.test(text) ? phoneDigits(text, country) : undefined
  return number ?? text.toLowerCase()
}

function phoneDigits(text: string, country: string): string | undefined {
  // Carriers write +86138… as 0086138…, and often without anything in front.
  const international = text.replace(/^00(?=[1-9])/, '+')
  const read = (form: string) => parsePhoneNumberFromString(form, isSupportedCountry(country) ? country : 'CN')
  const asDialled = read(international)
  if (asDialled?.isValid() === true) return asDialled.number
  const withoutPlus = international.startsWith('+') ? undefined : read(`+${international}`)
  return withoutPlus?.isValid() === true ? withoutPlus.number : undefined
}
