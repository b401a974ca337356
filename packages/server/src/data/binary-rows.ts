// Rows in PostgreSQL's binary form for COPY: nothing is escaped, nothing is written as hexadecimal.

export type BinaryType = 'int4' | 'int8' | 'text' | 'bytea' | 'jsonb'
type Cell = number | string | Buffer | null

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** Doubled when it is full. */
const firstBytes = 1_048_576

export function binaryRows(types: readonly BinaryType[], rows: readonly (readonly Cell[])[]): Buffer {
  const file = new BinaryFile()
  for (const row of rows) {
    file.count(types.length)
    for (const [at, type] of types.entries()) file.cell(type, row[at] ?? null)
  }
  return file.end()
}

class BinaryFile {
  #bytes = Buffer.allocUnsafe(firstBytes)
  #at = 0

  constructor() {
    this.#at = signature.copy(this.#bytes)
    // No flags, no extension.
    this.#number(0)
    this.#number(0)
  }

  /** Of the cells of the row that follows. */
  count(cells: number): void {
    this.#room(2)
    this.#at = this.#bytes.writeInt16BE(cells, this.#at)
  }

  cell(type: BinaryType, cell: Cell): void {
    if (cell === null) this.#number(-1)
    else if (typeof cell === 'number') this.#whole(type, cell)
    else if (typeof cell === 'string') this.#text(type === 'jsonb' ? `\u0001${cell}` : cell)
    else this.#raw(cell)
  }

  end(): Buffer {
    this.count(-1)
    return this.#bytes.subarray(0, this.#at)
  }

  #whole(type: BinaryType, value: number): void {
    if (type !== 'int8') {
      this.#number(4)
      return this.#number(value)
    }
    this.#number(8)
    this.#room(8)
    this.#at = this.#bytes.writeBigInt64BE(BigInt(value), this.#at)
  }

  #text(text: string): void {
    // A character of UTF-16 has three bytes at most.
    this.#room(4 + text.length * 3)
    const length = this.#bytes.write(text, this.#at + 4)
    this.#bytes.writeInt32BE(length, this.#at)
    this.#at += 4 + length
  }

  #raw(bytes: Buffer): void {
    this.#number(bytes.length)
    this.#room(bytes.length)
    this.#at += bytes.copy(this.#bytes, this.#at)
  }

  #number(value: number): void {
    this.#room(4)
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + bytes))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
