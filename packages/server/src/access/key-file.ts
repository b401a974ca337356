// The key encryption key: what OPENSEAT_KEK says, else (never in production, where it is required) one that is made at the
// first start and kept in the data folder, readable to its owner only.

import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { StartRefused } from '../runtime/start-refused.ts'
import { createWhole } from '../runtime/whole-file.ts'
import { SecretBox } from './secret-box.ts'

const keyBytes = 32

export interface KeySource {
  readonly keyEncryptionKey: Buffer | undefined
  readonly olderKeys: readonly Buffer[]
  readonly dataFolder: string
}

export async function openSecretBox({ keyEncryptionKey, olderKeys, dataFolder }: KeySource): Promise<SecretBox> {
  return new SecretBox(keyEncryptionKey ?? (await keptKey(path.join(dataFolder, 'key-encryption-key'))), olderKeys)
}

async function keptKey(file: string): Promise<Buffer> {
  return (await readKey(file)) ?? (await newKey(file))
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new StartRefused(`${file} cannot be read: ${error.message}`, { cause: error })
  })
  if (kept === undefined) return undefined
  const key = Buffer.from(kept.trim(), 'base64')
  if (key.length !== keyBytes)
    throw new StartRefused(`${file} should hold ${keyBytes} bytes in base64; give the right key back, or set OPENSEAT_KEK.`)
  return key
}

async function newKey(file: string): Promise<Buffer> {
  const key = randomBytes(keyBytes)
  await mkdir(path.dirname(file), { recursive: true })
  const made = await createWhole({ file, text: `${key.toString('base64')}\n`, mode: 0o600 })
  return made ? key : keptKey(file)
}
