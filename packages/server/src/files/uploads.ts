// Files that are sent to us. Each goes to the disk as it comes, sealed, and stays until who works with it has done: so many of one
// tenant, so many of all, the others are told to come again before a byte of theirs is read.

import { AppError } from '@openseat/contracts'
import { Spool, type SpoolPlace } from './spool.ts'

const ofOneAtMost = 6
const ofAllAtMost = 32
const retrySeconds = 10

export interface Upload {
  readonly bytes: number
  readonly place: SpoolPlace
  readonly close: () => Promise<void>
}

export const isUpload = (body: unknown): body is Upload => typeof body === 'object' && body !== null && 'place' in body && 'close' in body

export class Uploads {
  readonly #open = new Map<number, number>()
  #all = 0

  /** Complete when it resolves; whoever is given it closes it. */
  async take(tenantId: number, body: AsyncIterable<Uint8Array>, max: number): Promise<Upload> {
    const leave = this.#enter(tenantId)
    const spool = await Spool.open().catch((error: unknown) => {
      leave()
      throw error
    })
    const close = async (): Promise<void> => {
      leave()
      await spool.close()
    }
    try {
      return { bytes: await fill(spool, body, max), place: spool.place, close }
    } catch (error) {
      await close()
      throw error
    }
  }

  #enter(tenantId: number): () => void {
    const own = this.#open.get(tenantId) ?? 0
    if (own >= ofOneAtMost || this.#all >= ofAllAtMost) throw new AppError('IMPORTS_BUSY', { seconds: retrySeconds })
    this.#count(tenantId, 1)
    let isIn = true
    return () => {
      if (isIn) this.#count(tenantId, -1)
      isIn = false
    }
  }

  #count(tenantId: number, change: 1 | -1): void {
    const own = (this.#open.get(tenantId) ?? 0) + change
    if (own === 0) this.#open.delete(tenantId)
    else this.#open.set(tenantId, own)
    this.#all += change
  }
}

async function fill(spool: Spool, body: AsyncIterable<Uint8Array>, max: number): Promise<number> {
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > max) throw new AppError('REQUEST_TOO_LARGE', { max })
    await spool.write(piece)
  }
  return bytes
}
