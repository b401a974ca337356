// Where the product is reached: two programs on one database, of which one serves and one waits.

import { existsSync, readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort, startProgram, type Program } from '@openseat/server/test-support/program'
import type { ChaosDatabase } from './database.ts'

export const password = 'demo seat 2026'
const startMs = 60_000

interface Instance {
  readonly program: Program
  readonly sipPort: number
}

/** Debian's library that lets one process see another time; its monotonic clock stays true. */
function fakeTimeLibrary(): string | undefined {
  const folders = ['/usr/lib/x86_64-linux-gnu/faketime', '/usr/lib/aarch64-linux-gnu/faketime'].filter((folder) => existsSync(folder))
  const [folder] = folders
  const name = folder === undefined ? undefined : readdirSync(folder).find((each) => each === 'libfaketime.so.1')
  return folder === undefined || name === undefined ? undefined : path.join(folder, name)
}

export class Site {
  readonly #database: ChaosDatabase
  readonly #clockFile = path.join(os.tmpdir(), `openseat-chaos-clock-${process.pid}`)
  #serving: Instance | undefined
  #waiting: Instance | undefined
  #voice = 33_000
  #leading: Promise<void> | undefined
  readonly #closing = new AbortController()
  queueId = 0
  /** Counts up whenever the program that serves is another one, or is about to be. */
  life = 0

  constructor(database: ChaosDatabase) {
    this.#database = database
  }

  get canSetClock(): boolean {
    return fakeTimeLibrary() !== undefined
  }

  get origin(): string {
    return this.#serving?.program.origin ?? ''
  }

  get sipPort(): number {
    return this.#serving?.sipPort ?? 0
  }

  /** What the programs have said at their terminals that somebody should look at. */
  get said(): string {
    return [this.#serving, this.#waiting].map((each) => each?.program.said() ?? '').join('')
  }

  async open(): Promise<void> {
    await writeFile(this.#clockFile, '+0s')
    this.#serving = await this.#start()
    await this.becomesReady()
    this.#waiting = await this.#start()
    this.#leading = this.#lead()
  }

  /** The one that serves is killed, or hangs; the other takes over, and a new one waits. */
  async lose(how: 'SIGKILL' | 'SIGSTOP'): Promise<void> {
    const gone = this.#serving?.program
    this.life += 1
    gone?.child.kill(how)
    for (const until = performance.now() + startMs; this.#serving?.program === gone; await delay(20))
      if (performance.now() > until) throw new Error(`nobody took over:\n${this.said}`)
  }

  /** As what stands in front of two programs does it: people are led to the one that is ready. */
  async #lead(): Promise<void> {
    for (; !this.#closing.signal.aborted; await delay(50)) {
      if ((await this.#serving?.program.readiness())?.code === 200) continue
      if ((await this.#waiting?.program.readiness())?.code !== 200) continue
      const gone = this.#serving?.program
      this.life += 1
      this.#serving = this.#waiting
      // One that hung wakes up, and must end by itself.
      gone?.child.kill('SIGCONT')
      await gone?.ended
      await gone?.close()
      this.#waiting = await this.#start()
    }
  }

  /** Seconds that the programs' wall clock is off by. */
  async setClock(seconds: number): Promise<void> {
    await writeFile(this.#clockFile, `${seconds < 0 ? '' : '+'}${seconds}s`)
  }

  async becomesReady(): Promise<void> {
    for (const until = performance.now() + startMs; performance.now() < until; await delay(50)) {
      if ((await this.#serving?.program.readiness())?.code === 200) return
    }
    throw new Error(`nothing serves:\n${this.said}`)
  }

  async logIn(login: string): Promise<string> {
    const answer = await this.post('/api/session', { login, password })
    if (!answer.ok) throw new Error(`log-in of ${login}: ${answer.status} ${await answer.text()}`)
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0] ?? '')
      .join('; ')
  }

  post(route: string, body: object, { cookie = '', method = 'POST' } = {}): Promise<Response> {
    return fetch(`${this.origin}${route}`, {
      method,
      headers: { 'content-type': 'application/json', origin: this.origin, cookie },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#leading
    for (const each of [this.#waiting, this.#serving]) await each?.program.close()
    await rm(this.#clockFile, { force: true })
  }

  async #start(): Promise<Instance> {
    const sipPort = await freePort()
    const from = (this.#voice = this.#voice >= 37_000 ? 33_000 : this.#voice + 500)
    const library = fakeTimeLibrary()
    const clock = library && {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#clockFile,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
    const program = await startProgram(this.#database.address, {
      OPENSEAT_STANDBY: '1',
      OPENSEAT_SIP_PORT: String(sipPort),
      OPENSEAT_RTP_PORTS: `${from}-${from + 499}`,
      ...clock,
    })
    return { program, sipPort }
  }
}
