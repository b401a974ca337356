// Seals secrets that the program must read again, such as a trunk's password: AES-256-GCM with the key encryption key.
// Each sealed text names its key, so that a new key can be taken into use while older ones still open what they sealed.

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '@openseat/contracts'

const version = 'v1'
const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Tells keys apart without telling anything of them. */
const keyId = (key: Buffer): string => createHash('sha256').update('openseat key id').update(key).digest('hex').slice(0, 8)

/** The key encryption keys themselves: for the memory of this program alone. */
export interface KeyRing {
  readonly current: Uint8Array
  readonly older: readonly Uint8Array[]
}

export class SecretBox {
  readonly #current: Buffer
  readonly #keys: ReadonlyMap<string, Buffer>

  /** 32 bytes each; `older` ones open only. */
  constructor(current: Buffer, older: readonly Buffer[] = []) {
    this.#current = current
    this.#keys = new Map([...older, current].map((key) => [keyId(key), key]))
  }

  static from({ current, older }: KeyRing): SecretBox {
    return new SecretBox(
      Buffer.from(current),
      older.map((key) => Buffer.from(key)),
    )
  }

  /** A key for one purpose, such as a signature, that tells nothing of the key encryption key. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#current, '', purpose, 32))
  }

  /** For a thread of this program that opens and seals; never to be written anywhere. */
  handOver(): KeyRing {
    return { current: this.#current, older: [...this.#keys.values()].filter((key) => key !== this.#current) }
  }

  /** `purpose`, such as `trunk.password`: sealed for one, it does not open for another. */
  seal(secret: string, purpose: string): string {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, this.#current, iv).setAAD(Buffer.from(purpose))
    const body = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${version}.${keyId(this.#current)}.${body.toString('base64url')}`
  }

  /** `SECRET_UNREADABLE` when its key is not here, or the text is not what was sealed for this purpose. */
  open(sealed: string, purpose: string): string {
    const [form, id = '', text = ''] = sealed.split('.')
    const key = this.#keys.get(id)
    if (form !== version || key === undefined) throw new AppError('SECRET_UNREADABLE', { key: id })
    try {
      return opened({ key, body: Buffer.from(text, 'base64url'), purpose })
    } catch (cause) {
      throw new AppError('SECRET_UNREADABLE', { key: id }, { cause })
    }
  }

  /** Whether it should be sealed anew with the present key. */
  isOutdated(sealed: string): boolean {
    return sealed.split('.')[1] !== keyId(this.#current)
  }
}

function opened({ key, body, purpose }: { key: Buffer; body: Buffer; purpose: string }): string {
  const decipher = createDecipheriv(algorithm, key, body.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(body.subarray(-tagBytes))
  return Buffer.concat([decipher.update(body.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8')
}
