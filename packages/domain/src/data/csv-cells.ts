// Cells on their way out and headers on their way in. A program that opens the file must not take a cell for a formula.
import type { BaseField } from '@openseat/contracts'

/** What a spreadsheet would run, full-width forms too; marked once more when it is marked already. */
const running = `'*[=+\\-@\\t\\r\\0＝＋－＠]`
const runs = new RegExp(`^${running}`)
const marked = new RegExp(`^'(?=${running})`)

/** RFC 4180, with a quote mark before what a spreadsheet would run. */
export function csvCell(value: string): string {
  const safe = runs.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell of a file: without the mark that `csvCell` put there, so that what was exported or refused can come back. */
export const csvText = (cell: string): string => cell.replace(marked, '')

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const templateHeader = (fields: readonly BaseField[]): string[] => fields.map(({ name }) => name)

/** Chinese characters, letters, digits and underscores, then `.csv`. */
export const isCsvName = (name: string): boolean => /^[\p{Script=Han}A-Za-z0-9_]+\.csv$/iu.test(name) && name.length <= 128
