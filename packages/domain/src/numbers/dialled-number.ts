// A number that somebody wants called, as it goes onto the telephone network.
import { limits, type WrittenNumber, writtenNumber } from '@openseat/contracts'
import { callingCodeOf, type Numbering, type ShownNumbering } from './numbering.ts'
import { readNumber, type ReadNumber, shownForm } from './read-number.ts'

/** Why it cannot be dialled: it is none, or longer than numbers are. */
export type UndiallableNumber = 'none' | 'tooLong'

/** E.164 has 15 digits. */
const longestNumber = 15
/** With what is dialled before a number, such as the code of a carrier. */
const longestDialled = 20

export interface DialledNumber extends Pick<ReadNumber, 'e164' | 'dialled' | 'extension'> {
  /** In which form the called one is told of. */
  readonly shown: string
}

/** What was written with the code of its country is dialled as the tenant dials it; anything else as it was written. */
export function dialledNumber(text: string, numbering: ShownNumbering): DialledNumber | UndiallableNumber {
  const written = writtenNumber(text)
  if (written === null) return 'none'
  const number = withoutGuess(written, readNumber(written, numbering), numbering)
  const { e164, dialled } = number
  if (written.plus && e164 === null) return written.digits.length > longestNumber ? 'tooLong' : number
  const longest = /[*#]/.test(dialled) ? limits.dialledNumber.max : longestDialled
  return dialled.length > longest ? 'tooLong' : number
}

/** Without a plus nor the prefix for other countries it is a number of the own country, whatever else its digits could be. */
function withoutGuess(written: WrittenNumber, read: ReadNumber, numbering: ShownNumbering): DialledNumber {
  const { plus, digits } = written
  const { e164, dialled, extension } = read
  const shown = shownForm(read, numbering)
  if (plus || isAbroad(digits, numbering)) return { e164, dialled, extension, shown }
  const code = `+${callingCodeOf(numbering)}`
  const stoodApart = written.extension === null && extension !== null
  const typed = stoodApart ? digits.slice(0, -extension.length).replace(/#$/, '') : digits
  if (e164 === null || !e164.startsWith(code)) return { e164: null, dialled: typed, extension, shown: typed }
  const isPrefixed = numbering.trunkPrefix !== '' && typed.startsWith(numbering.trunkPrefix)
  return { e164, dialled: typed === e164.slice(1) && !isPrefixed ? dialled : typed, extension, shown }
}

const isAbroad = (digits: string, { internationalPrefix }: Numbering): boolean =>
  digits.startsWith('00') || (internationalPrefix !== '' && digits.startsWith(internationalPrefix))
