// The backup's form: one JSON text per line. A head, then per table a line that names it, its rows, and a line with
// their count and checksum; last a checksum of those. Rows are PostgreSQL's own JSON, never parsed on the way.

import { createHash, type Hash } from 'node:crypto'

export const formatVersion = 1

export interface Head {
  readonly openseat: 'backup'
  readonly format: number
  readonly schema: readonly string[]
  readonly at: string
}

export interface TableStart {
  readonly table: string
}

export interface TableEnd {
  readonly endOf: string
  readonly rows: number
  readonly sha256: string
}

export interface Tail {
  readonly end: 'backup'
  readonly tables: number
  readonly sha256: string
}

/** Counts and sums the lines of one table, or of a whole backup. */
export class LineSum {
  lines = 0
  readonly #hash: Hash = createHash('sha256')

  add(line: string): void {
    this.lines++
    this.#hash.update(line).update('\n')
  }

  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
