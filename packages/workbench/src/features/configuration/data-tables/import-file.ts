// What is said of a file before it is sent, how far an import is, and whether its counts add up.
import { limits, type TableImport } from '@openseat/contracts'

export type FileFault = 'notCsv' | 'name' | 'empty' | 'tooLarge'

/** Null: it may be sent. The name's rule is the server's, which has the last word. */
export function fileFault({ name, size }: Pick<File, 'name' | 'size'>): FileFault | null {
  if (!/\.csv$/i.test(name)) return 'notCsv'
  if (!/^[\p{Script=Han}A-Za-z0-9_]+\.csv$/iu.test(name) || name.length > 128) return 'name'
  if (size === 0) return 'empty'
  return size > limits.importBytes ? 'tooLarge' : null
}

/** 0 to 99 while it runs: the whole file may have been read before its rows are seen. */
export function percentOf({ status, bytes, doneBytes }: Pick<TableImport, 'status' | 'bytes' | 'doneBytes'>): number {
  if (status === 'completed') return 100
  return bytes === 0 ? 0 : Math.min(99, Math.floor((doneBytes / bytes) * 100))
}

type Known = Pick<TableImport, 'id' | 'status'>

/** Whether any has ended since the list was read before; a short one may have begun and ended in between. */
export const justEnded = (before: readonly Known[], next: readonly Known[]): boolean =>
  next.some(({ id, status }) => status !== 'running' && !before.some((known) => known.id === id && known.status !== 'running'))
