// The product as a process of its own, in production mode, on a database at an address: to be killed, stopped, and woken.

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DatabaseAddress } from '../store/connection.ts'

const entry = fileURLToPath(new URL('../main.ts', import.meta.url))
const keyEncryptionKey = randomBytes(32).toString('base64')

export interface Program {
  readonly child: ChildProcess
  readonly origin: string
  /** What it has said at the terminal. */
  readonly said: () => string
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** The status and word of /readyz; undefined while nobody answers. */
  readonly readiness: () => Promise<{ code: number; status: string } | undefined>
  readonly close: () => Promise<void>
}

export function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url
  return `postgres://${address.user}@localhost/${address.database}?host=${encodeURIComponent(address.host)}`
}

export async function startProgram(address: DatabaseAddress, more: Readonly<Record<string, string>> = {}): Promise<Program> {
  const [folder, port] = [await mkdtemp(path.join(os.tmpdir(), 'openseat-program-')), await freePort()]
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: urlOf(address),
      OPENSEAT_DATA: folder,
      OPENSEAT_KEK: keyEncryptionKey,
      OPENSEAT_PORT: String(port),
      OPENSEAT_SIP_PORT: '0',
      OPENSEAT_RTP_PORTS: '32000-32999',
      OPENSEAT_LOG_LEVEL: 'error',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()))
  const ended = new Promise<number | string>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? '')))
  const origin = `http://127.0.0.1:${port}`
  return {
    child,
    origin,
    said: () => said,
    ended,
    async readiness() {
      const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
      return answer && { code: answer.status, status: String(((await answer.json()) as { status: string }).status) }
    },
    async close() {
      child.kill('SIGKILL')
      child.kill('SIGCONT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
