// A cell as spreadsheets and the programs around them leave it: ="138…", '138…, 13800138006.0 are the number that somebody meant.
// What a spreadsheet has destroyed (1.38E+10, #N/A) is not read as anything. A mark before the text (') says that it is meant as
// it stands: exports put it there wherever the text would be read otherwise.
import type { BaseField, ErrorCode } from '@openseat/contracts'

export interface SheetCell {
  readonly text: string
  /** What the spreadsheet did to the value. */
  readonly fault?: Extract<ErrorCode, 'CSV_SHORTENED' | 'CSV_CELL_ERROR' | 'CSV_DAY_NUMBER'>
}

/** What a spreadsheet would run, full-width forms too. */
const runs = /^[=+\-@\t\r\0＝＋－＠]/

const shortened = /^[+-]?\d(?:[.,]\d+E\+?\d{1,3}|E\+\d{2,3})$/i
const cellErrors = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#{2,})$/i
/** `="138…"`, in which spreadsheets leave a number alone. */
const formulaText = /^[=＝]\s*"((?:[^"]|"")*)"$/s
const formulaNumber = /^=\s*(\+?\d{5,})$/
/** As people and programs say “text” before a number. */
const textMark = /^['‘’`´＇]\s*(?=[+＋\d０-９][\d０-９\s().\-－]*$)/
const wholeNumber = /^(\+?\d{7,})\.0+$/
const shortWholeNumber = /^(\+?\d+)\.0+$/

/** Spaces of every kind, and what is not seen at all: what is copied from address books and web pages ends in it. */
const ends = /^[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+|[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+$/g

export const trimmed = (text: string): string =>
  isOrdinary(text.charCodeAt(0)) && isOrdinary(text.charCodeAt(text.length - 1)) ? text : text.replace(ends, '')

/** A character of ASCII that is seen, or a Chinese one: most cells begin and end with such. */
const isOrdinary = (code: number): boolean => (code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff)

/** Days since 1900, or since 1904 in files of some machines, and parts of a day: which is meant cannot be told. */
const dayNumbers: Readonly<Partial<Record<string, RegExp>>> = { date: /^\d{5}(?:\.\d+)?$/, time: /^0?\.\d{2,}$/ }
const isDayNumber = (text: string, type = 'string'): boolean => dayNumbers[type]?.test(text) ?? false

/** `indexed`: customers' numbers stand in it. */
export function sheetCell(cell: string, { indexed = false, type }: Partial<Pick<BaseField, 'indexed' | 'type'>> = {}): SheetCell {
  const bare = trimmed(cell)
  if (isDayNumber(bare, type)) return { text: bare, fault: 'CSV_DAY_NUMBER' }
  if (plain.test(bare)) return { text: bare }
  if (bare.startsWith("'") && isReadOtherwise(bare.slice(1))) return { text: bare.slice(1) }
  if (shortened.test(bare)) return { text: bare, fault: 'CSV_SHORTENED' }
  if (cellErrors.test(bare)) return { text: bare, fault: 'CSV_CELL_ERROR' }
  const inFormula = formulaText.exec(bare)?.[1]
  if (inFormula !== undefined) return { text: trimmed(inFormula.replaceAll('""', '"')) }
  const number = bare.replace(textMark, '').replace(formulaNumber, '$1')
  return { text: number.replace(indexed ? shortWholeNumber : wholeNumber, '$1') }
}

/** Most cells: none of the rules has anything to do with them. */
const plain = /^[\p{L}\d][\p{L}\d _-]*$/u

/** Whether it would be run by a spreadsheet, or read as something else than it is. */
export function isReadOtherwise(text: string): boolean {
  if (runs.test(text)) return true
  const { text: read, fault } = sheetCell(text)
  return fault !== undefined || read !== trimmed(text)
}
