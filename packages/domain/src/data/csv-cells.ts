// Cells on their way out. A program that opens the file must not take a cell for a formula.
import type { BaseField } from '@openseat/contracts'
import { isReadOtherwise, sheetCell, trimmed } from './sheet-cell.ts'

/** RFC 4180, with a mark before what a spreadsheet would run and what an import would read as something else. */
export function csvCell(value: string): string {
  return quoted(isReadOtherwise(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value)
}

/** A cell of a file that is given back to be mended: what was destroyed in it stays as it is, and is refused again. */
export function refusedCell(cell: string, options: { indexed?: boolean } = {}): string {
  const { text, fault } = sheetCell(cell, options)
  return fault === undefined ? csvCell(text) : quoted(trimmed(cell))
}

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const templateHeader = (fields: readonly BaseField[]): string[] => fields.map(({ name }) => name)

/** Chinese characters, letters, digits and underscores, then `.csv`. */
export const isCsvName = (name: string): boolean => /^[\p{Script=Han}A-Za-z0-9_]+\.csv$/iu.test(name) && name.length <= 128
