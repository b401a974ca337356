// Rows in PostgreSQL's binary form for COPY: nothing is escaped, nothing is written as hexadecimal.

export type BinaryType = 'int4' | 'int8' | 'text' | 'bytea' | 'jsonb'
type Cell = number | string | Buffer | null

const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
const tail = Buffer.from([0xff, 0xff])

export function binaryRows(types: readonly BinaryType[], rows: readonly (readonly Cell[])[]): Buffer {
  const parts: Buffer[] = [head]
  const count = Buffer.alloc(2)
  count.writeInt16BE(types.length)
  for (const row of rows) {
    parts.push(count)
    for (const [at, type] of types.entries()) parts.push(...binaryCell(type, row[at] ?? null))
  }
  return Buffer.concat([...parts, tail])
}

const absent = Buffer.from([0xff, 0xff, 0xff, 0xff])

function binaryCell(type: BinaryType, cell: Cell): readonly Buffer[] {
  if (cell === null) return [absent]
  const bytes = bytesOf(type, cell)
  const length = Buffer.allocUnsafe(4)
  length.writeInt32BE(bytes.length)
  return [length, bytes]
}

function bytesOf(type: BinaryType, cell: number | string | Buffer): Buffer {
  if (Buffer.isBuffer(cell)) return cell
  if (typeof cell === 'string') return Buffer.from(type === 'jsonb' ? `\u0001${cell}` : cell)
  const number = Buffer.allocUnsafe(type === 'int8' ? 8 : 4)
  if (type === 'int8') number.writeBigInt64BE(BigInt(cell))
  else number.writeInt32BE(cell)
  return number
}
