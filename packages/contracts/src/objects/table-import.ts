// Imports of CSV files into a data table: the record of each, and what a dry run says of a file.
import { z } from 'zod'
import { id, instant } from '../fields.ts'

/** `interrupted`: the program ended in the midst of it; nothing of it was kept, and the file can be sent again. */
export const importStatuses = ['running', 'completed', 'stopped', 'failed', 'interrupted'] as const

export const csvEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const
export type CsvEncoding = (typeof csvEncodings)[number]

/** What was passed over or read in another way than it stands; `line` is the first one's, 0 where it is no matter of lines. */
export const csvNotes = ['separator', 'titleLines', 'emptyColumns', 'reasonColumns', 'otherOrder', 'emptyRows', 'shortRows'] as const

/** Once it has ended, `read` is the sum of the other three. */
const counts = { read: z.int(), inserted: z.int(), updated: z.int(), refused: z.int() }

export const tableImportSchema = z.object({
  id,
  fileName: z.string(),
  encoding: z.enum(csvEncodings),
  status: z.enum(importStatuses),
  ...counts,
  bytes: z.int(),
  /** How much of the file has been read. */
  doneBytes: z.int(),
  account: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** Why it failed. */
  fault: z.string().nullable(),
})
export type TableImport = z.output<typeof tableImportSchema>

export const importPreviewSchema = z.object({
  encoding: z.enum(csvEncodings),
  ...counts,
  /** Of those that would be written, with something that is hardly meant. */
  warned: z.int(),
  notes: z.array(z.object({ code: z.enum(csvNotes), count: z.int(), line: z.int(), text: z.string() })),
  /** The first 50, and of those after them the first 50 with a problem; long cells are cut. `line` counts from 1, the header's
   * included; cells stand in the order of the table's fields. */
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()), problems: z.array(z.string()), refused: z.boolean() })),
})
export type ImportPreview = z.output<typeof importPreviewSchema>
export type CsvNote = ImportPreview['notes'][number]
