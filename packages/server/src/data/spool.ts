// What is made at once and taken slowly: a file on disk without a name, sealed with a key that is in memory alone. It is
// gone with the program, and after its time whoever reads it.

import { type Cipheriv, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const algorithm = 'aes-256-ctr'
const pieceBytes = 65_536

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

  async write(piece: Buffer): Promise<void> {
    await this.#file.writeFile(this.#cipher.update(piece))
  }

  /** From the beginning; fails when the spool is closed meanwhile. */
  async *read(): AsyncGenerator<Buffer, void> {
    const decipher = createDecipheriv(algorithm, this.#key, this.#iv)
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await this.#file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield decipher.update(buffer.subarray(0, bytesRead))
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#file.close()
    return this.#closing
  }
}
