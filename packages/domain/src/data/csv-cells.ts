// Cells on their way out and headers on their way in. A program that opens the file must not take a cell for a formula.
import type { BaseField } from '@openseat/contracts'

/** RFC 4180, with a quote mark before what a spreadsheet would run (full-width forms too). */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r\0＝＋－＠]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const templateHeader = (fields: readonly BaseField[]): string[] => fields.map(({ name }) => name)

/** Chinese characters, letters, digits and underscores, then `.csv`. */
export const isCsvName = (name: string): boolean => /^[\p{Script=Han}A-Za-z0-9_]+\.csv$/iu.test(name) && name.length <= 128
