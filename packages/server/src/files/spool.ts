// What is made at once and taken slowly, or comes slowly and is read at once: a file on disk without a name, sealed with a key that is in memory alone. It is
// gone with the program, and after its time whoever reads it.

import { type Cipheriv, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { read as readFile } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const algorithm = 'aes-256-ctr'
const pieceBytes = 65_536

/** What it takes to read a spool, in any thread of the program, for as long as it is open. */
export interface SpoolPlace {
  readonly descriptor: number
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

const read = promisify(readFile)

/** From the beginning; fails when the spool is closed meanwhile. */
export async function* readSpool({ descriptor, key, iv }: SpoolPlace): AsyncGenerator<Buffer, void> {
  const decipher = createDecipheriv(algorithm, key, iv)
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await read(descriptor, Buffer.alloc(pieceBytes), 0, pieceBytes, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield decipher.update(buffer.subarray(0, bytesRead))
  }
}

export class Spool {
  readonly #file: FileHandle
  readonly #key = randomBytes(32)
  readonly #iv = randomBytes(16)
  readonly #cipher: Cipheriv
  #closing: Promise<void> | undefined

  private constructor(file: FileHandle) {
    this.#file = file
    this.#cipher = createCipheriv(algorithm, this.#key, this.#iv)
  }

  static async open(): Promise<Spool> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-spool-'))
    try {
      return new Spool(await open(path.join(folder, 'spool'), 'wx+', 0o600))
    } finally {
      // The open file stays; its name is for nobody.
      await rm(folder, { recursive: true, force: true })
    }
  }

  async write(piece: Uint8Array): Promise<void> {
    await this.#file.writeFile(this.#cipher.update(piece))
  }

  get place(): SpoolPlace {
    return { descriptor: this.#file.fd, key: this.#key, iv: this.#iv }
  }

  close(): Promise<void> {
    this.#closing ??= this.#file.close()
    return this.#closing
  }
}
