// A file made here, as an answer.
import type { FileAnswer } from '@openseat/contracts'

/** Spreadsheets take the file for UTF-8 by this. */
export const byteOrderMark = '\uFEFF'

export const wholeFile = (name: string, file: Buffer): FileAnswer => ({
  name,
  bytes: file.length,
  part: null,
  async *open() {
    yield file
  },
})
