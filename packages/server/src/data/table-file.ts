// A table as a CSV file: all of it is of one moment. It is read at once into a spool, in a transaction that nobody's slow
// line makes longer, and sent from there for as long as that takes.

import { setImmediate as otherWork } from 'node:timers/promises'
import { AppError } from '@openseat/contracts'
import { csvLine, hideValues, templateHeader } from '@openseat/domain'
import type { Database } from '../store/database.ts'
import { byteOrderMark } from './csv-file.ts'
import type { DataKeys } from './data-keys.ts'
import { allRows, type SearchContext } from './row-search.ts'
import { clearValues, publishedTable, type RowRecord } from './row-store.ts'
import { readSpool, Spool } from '../files/spool.ts'

export interface TableFileParts {
  readonly database: Database
  readonly keys: DataKeys
}

export interface TableFileOrder {
  readonly tenantId: number
  readonly tableId: number
  /** Masked and encrypted values as they are. */
  readonly clear: boolean
}

/** Whoever has not taken the file by then gets a broken one. */
const longestMs = 600_000
/** Of one tenant at once: each is a file on the disk until it is taken. */
const openAtMost = 8
const rowsAtOnce = 50

export class TableFiles {
  readonly #parts: TableFileParts
  readonly #open = new Map<number, number>()

  constructor(parts: TableFileParts) {
    this.#parts = parts
  }

  /** Complete when it resolves; it must be read, or it is kept until its time is over. */
  async make(order: TableFileOrder): Promise<AsyncIterableIterator<Buffer>> {
    const leave = this.#enter(order.tenantId)
    const spool = await Spool.open().catch((error: unknown) => {
      leave()
      throw error
    })
    let closed = false
    const close = async (): Promise<void> => {
      if (closed) return
      closed = true
      clearTimeout(timer)
      leave()
      await spool.close()
    }
    const timer = setTimeout(() => void close(), longestMs)
    try {
      await this.#write(order, spool)
    } catch (error) {
      await close()
      throw error
    }
    return sent(spool, close)
  }

  #write({ tenantId, tableId, clear }: TableFileOrder, spool: Spool): Promise<void> {
    const { database, keys } = this.#parts
    return database.forExports(tenantId).read(async (trx) => {
      const context = { trx, table: await publishedTable(trx, tableId), keys: await keys.read(trx, tenantId) }
      for await (const piece of pieces(context, clear)) await spool.write(piece)
    })
  }

  #enter(tenantId: number): () => void {
    const open = this.#open.get(tenantId) ?? 0
    if (open >= openAtMost) throw new AppError('STORE_BUSY')
    this.#open.set(tenantId, open + 1)
    return () => this.#open.set(tenantId, (this.#open.get(tenantId) ?? 1) - 1)
  }
}

/** Closes at the end, and also where the reader has gone before the first piece: a generator would not begin for that. */
function sent(spool: Spool, close: () => Promise<void>): AsyncIterableIterator<Buffer> {
  const pieces = readSpool(spool.place)
  return {
    async next() {
      const piece = await pieces.next().catch(async (error: unknown) => {
        await close()
        throw error
      })
      if (piece.done === true) await close()
      return piece
    },
    async return() {
      await close()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function* pieces(context: SearchContext, clear: boolean): AsyncGenerator<Buffer, void> {
  let lines = [byteOrderMark + csvLine(templateHeader(context.table.fields))]
  for await (const row of allRows(context)) {
    lines.push(line(context, row, clear))
    if (lines.length < rowsAtOnce) continue
    yield Buffer.from(lines.join(''))
    lines = []
    await otherWork()
  }
  yield Buffer.from(lines.join(''))
}

function line({ table: { fields }, keys }: SearchContext, row: RowRecord, clear: boolean): string {
  const values = clear ? clearValues(keys, row) : hideValues(fields, clearValues(keys, row))
  const cells = fields.map(({ fieldId, dictItems }) => {
    const value = values[fieldId] ?? ''
    return dictItems.find(({ key }) => key === value)?.label ?? value
  })
  return csvLine(cells)
}
