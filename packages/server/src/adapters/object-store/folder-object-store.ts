// Objects as files below one folder of this machine.
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isKey, type ByteRange, type ObjectStore } from './object-store.ts'

export class FolderObjectStore implements ObjectStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async moveIn(key: string, from: string): Promise<void> {
    const to = this.#pathOf(key)
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error
      // Another file system: complete under its name only when it is complete.
      await copyFile(from, `${to}.part`)
      await rename(`${to}.part`, to)
      await rm(from)
    })
    await syncFolder(path.dirname(to))
  }

  async size(key: string): Promise<number | null> {
    const facts = await stat(this.#pathOf(key)).catch(nullWhenGone)
    return facts?.size ?? null
  }

  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array> {
    return createReadStream(this.#pathOf(key), range ? { start: range.from, end: range.to } : {})
  }

  asFile(key: string): Promise<{ path: string; done: () => Promise<void> }> {
    return Promise.resolve({ path: this.#pathOf(key), done: () => Promise.resolve() })
  }

  async delete(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  #pathOf(key: string): string {
    if (!isKey(key)) throw new Error(`not a key of an object: ${JSON.stringify(key)}`)
    return path.join(this.#folder, key)
  }
}

function nullWhenGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

/** So that the new name survives a power failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
