// Where the quote opens that makes the rest of a file one cell: the parser only knows that it is never closed.

import { AppError, type CsvEncoding } from '@openseat/contracts'
import type { CsvError } from 'csv-parse'
import { type CsvSource, decoded } from './csv-encoding.ts'

/** A row with 51 full cells is far shorter: what is longer has swallowed rows after a lone quote. */
export const longestRow = 131_072

/** The parser is ahead of those who take its rows. */
const searched = 3 * longestRow

export interface ReadFile {
  readonly source: CsvSource
  readonly encoding: CsvEncoding
  readonly separator: string
}

/** The refusal of a row that has no end; `lastLine` is the end of the one before. */
export async function brokenRow({ source, encoding, separator }: ReadFile, lastLine: number, cause: CsvError): Promise<AppError> {
  let [text, line] = ['', 1]
  for await (const piece of decoded(source, encoding)) {
    const skipped = firstLines(text + piece, lastLine + 1 - line)
    text = (text + piece).slice(skipped.length)
    line += skipped.lines
    if (line > lastLine && text.length > searched) break
  }
  const opened = openQuoteLine(text.slice(0, searched), separator, line)
  if (opened === undefined) return new AppError('CSV_ROW_LONG', { line: Number(cause['lines'] ?? line), max: longestRow }, { cause })
  return new AppError('CSV_BROKEN', { line: opened }, { cause })
}

/** As many as are wanted and there. */
function firstLines(text: string, wanted: number): { readonly lines: number; readonly length: number } {
  let [lines, length] = [0, 0]
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) {
    // Half a line break may stand at the end of a piece.
    if (lines >= wanted || (end === '\r' && index + 1 === text.length)) break
    lines += 1
    length = index + end.length
  }
  return { lines, length }
}

/** The line, counted from `line`, of the quote that is open at the end of the text; undefined when none is. */
export function openQuoteLine(text: string, separator: string, line: number): number | undefined {
  let [now, opened, isCellStart]: [number, number | undefined, boolean] = [line, undefined, true]
  for (const { 0: sign, index } of text.matchAll(/""|\r\n|[\s\S]/g)) {
    const next = text[index + sign.length]
    if (opened !== undefined) opened = sign === '"' && endsCell(next, separator) ? undefined : opened
    else if (isCellStart && opensCell(sign, next, separator)) opened = now
    isCellStart = opened === undefined && (lineBreak.test(sign) || sign === separator)
    if (lineBreak.test(sign)) now += 1
  }
  return opened
}

const lineBreak = /^[\r\n]/

/** Two quotes are an empty cell, or the first of one that begins with a quote. */
const opensCell = (sign: string, next: string | undefined, separator: string): boolean =>
  sign === '"' || (sign === '""' && !endsCell(next, separator))

const endsCell = (next: string | undefined, separator: string): boolean =>
  next === undefined || next === separator || next === '\r' || next === '\n'
