// The real program as a child process on a data folder of its own: started, killed, started again, ended.
import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { freePorts, freeVoicePorts } from './free-ports.ts'
import { repositoryRoot } from './places.ts'

export const demoPassword = 'demo seat 2026'
const startWithinMs = 60_000
const stopWithinMs = 20_000

export class OpenSeat {
  readonly origin: string
  readonly enterpriseOrigin: string
  readonly #folder: string
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | null = null
  #log = ''

  private constructor(folder: string, ports: { http: number; examples: number; sip: number; voice: string }) {
    this.#folder = folder
    this.origin = `http://localhost:${ports.http}`
    this.enterpriseOrigin = `http://localhost:${ports.examples}`
    this.#env = {
      OPENSEAT_PORT: String(ports.http),
      OPENSEAT_EXAMPLES_PORT: String(ports.examples),
      OPENSEAT_SIP_PORT: String(ports.sip),
      OPENSEAT_RTP_PORTS: ports.voice,
      OPENSEAT_DATA: folder,
      OPENSEAT_DEMO_PASSWORD: demoPassword,
      OPENSEAT_LOG_LEVEL: process.env['OPENSEAT_E2E_LOG'] ?? 'warn',
    }
  }

  static async start(): Promise<OpenSeat> {
    const [http = 0, examples = 0, sip = 0] = await freePorts(3)
    const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-e2e-'))
    // Started as root, the database runs as another user, who must be able to enter.
    await chmod(folder, 0o755)
    const openSeat = new OpenSeat(folder, { http, examples, sip, voice: await freeVoicePorts() })
    try {
      await openSeat.start()
    } catch (error) {
      await openSeat.close()
      throw error
    }
    return openSeat
  }

  /** What the program wrote, all its lives together. */
  get log(): string {
    return this.#log
  }

  /** Its database, as the one who may do everything: to make what would take a story months. */
  async query(text: string): Promise<void> {
    const { socketFolder } = JSON.parse(await readFile(path.join(this.#folder, 'PLACES'), 'utf8')) as { socketFolder: string }
    const client = new Client({ host: socketFolder, user: 'openseat', database: 'openseat' })
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const env = { ...cleanEnvironment(), ...this.#env }
    const child = spawn(process.execPath, ['packages/server/src/main.ts'], { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the server did not start:\n${this.#log}`)), startWithinMs)
      const settle = (outcome: () => void) => {
        clearTimeout(late)
        outcome()
      }
      const read = (chunk: Buffer): void => {
        this.#log += chunk.toString()
        if (process.env['OPENSEAT_E2E_LOG'] !== undefined) process.stderr.write(chunk)
        if (chunk.toString().includes('Stop with Ctrl-C')) settle(resolve)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => settle(() => reject(new Error(`the server ended with ${code}:\n${this.#log}`))))
    })
  }

  /** As a power cut would: nothing is put in order. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM')
    await endDatabase(this.#folder)
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    child.kill(signal)
    await gone
    clearTimeout(late)
  }
}

/** Our own process's settings for tests and database must not reach the program under test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(OPENSEAT_|DATABASE_URL$|NODE_ENV$|VITEST)/.test(name))
  return Object.fromEntries(own)
}

/** A killed program leaves its database running; the next start adopts it, and after the last there is none. */
async function endDatabase(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, 'pg', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!(pid > 1)) return
  try {
    process.kill(pid, 'SIGQUIT')
    while (true) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      process.kill(pid, 0)
    }
  } catch {
    // It is gone.
  }
}
