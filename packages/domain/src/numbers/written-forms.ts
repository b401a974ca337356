// Every form in which a number may stand in records: as carriers wrote it, and as it was shown under other settings.
import { plainText, writtenNumber } from '@openseat/contracts'
import { callingCodeOf, shownPrefix, type Numbering } from './numbering.ts'
import { partyNumber } from './party-number.ts'

/** The given form first. A form that reads as another number is left out. */
export function writtenForms(number: string, numbering: Numbering): string[] {
  const given = plainText(number)
  const read = (form: string) => partyNumber(form, { ...numbering, numberForm: 'national' })
  const { e164, shown } = read(given)
  if (e164 === null) return [...new Set([given, shown, ...(writtenNumber(given) === null ? [given.toLowerCase()] : [])])]
  const digits = e164.slice(1)
  const forms = [shown, e164, digits, `00${digits}`, `${shownPrefix(numbering)}${digits}`, ...nationalForms(digits, numbering)]
  return [...new Set([given, ...forms.filter((form) => read(form).e164 === e164)])]
}

function nationalForms(digits: string, numbering: Numbering): string[] {
  const code = callingCodeOf(numbering)
  if (code === '' || !digits.startsWith(code)) return []
  const national = digits.slice(code.length)
  return [national, `${numbering.trunkPrefix}${national}`]
}
