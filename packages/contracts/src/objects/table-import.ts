// Imports of CSV files into a data table: the record of each, and what a dry run says of a file.
import { z } from 'zod'
import { id, instant } from '../fields.ts'

/** `interrupted`: the program ended in the midst of it; nothing of it was kept, and the file can be sent again. */
export const importStatuses = ['running', 'completed', 'stopped', 'failed', 'interrupted'] as const

/** Once it has ended, `read` is the sum of the other three. */
const counts = { read: z.int(), inserted: z.int(), updated: z.int(), refused: z.int() }

export const tableImportSchema = z.object({
  id,
  fileName: z.string(),
  encoding: z.enum(['utf-8', 'gb18030']),
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
  encoding: z.enum(['utf-8', 'gb18030']),
  ...counts,
  /** The first 50, as they stand in the file; `line` counts from 1, the header is one. */
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()), problems: z.array(z.string()) })),
})
export type ImportPreview = z.output<typeof importPreviewSchema>
