// A column of a list. A cell is its text, unless the page draws it in the slot `cell-<key>`.
export interface Column<Row> {
  readonly key: string
  readonly label: string
  /** The server sorts by this column's key. */
  readonly sortable?: boolean
  /** A time since: what sorts first by the key is the longest, and is read as the most. */
  readonly countsDown?: boolean
  readonly numeric?: boolean
  /** CSS width; columns without one share the rest. */
  readonly width?: string
  readonly text?: (row: Row) => string
}
