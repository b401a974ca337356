// The main process's hold on one worker process: starts it, matches replies to commands, notices its death.

import { fork, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import { MediaError } from '../media/media-error.ts'
import type { MediaEvent } from './media-event.ts'
import type { WorkerSettings } from './media-settings.ts'
import type { CommandInput, CommandName, CommandOutput } from './room-commands.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const ENTRY = new URL('./media-worker.ts', import.meta.url)
const MEDIA_PRIORITY = -5
const EXIT_PATIENCE_MS = 2000
const SILENT_CHECKS_OF_A_HUNG_WORKER = 3

type WorkerProcessParts = {
  settings: WorkerSettings
  livenessCheckMs: number
  onEvent: (event: MediaEvent) => void
  onFault: (detail: string) => void
  onExit: () => void
}

type Pending = { resolve: (output: unknown) => void; reject: (error: MediaError) => void }

export class MediaWorkerProcess {
  readonly #parts: WorkerProcessParts
  readonly #child: ChildProcess
  readonly #pending = new Map<number, Pending>()
  readonly #gone: Promise<void>
  readonly #liveness: NodeJS.Timeout
  #nextId = 1
  #ended = false
  /** Checks in a row without a word from the worker. Counted, not timed: a stall of our own is not the worker's. */
  #silentChecks = 0
  /** A worker that is still starting is not hung. */
  #isUp = false

  constructor(parts: WorkerProcessParts) {
    this.#parts = parts
    // No environment: a media worker has no use for database addresses and keys.
    this.#child = fork(ENTRY, [JSON.stringify(parts.settings)], {
      env: {},
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    raisePriority(this.#child.pid)
    this.#child.on('message', (message) => this.#onMessage(message as FromWorker))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gone = promise
    for (const sign of ['exit', 'disconnect', 'error'] as const) this.#child.once(sign, () => this.#onEnd())
    this.#child.once('exit', resolve)
    // More than one may come: a signal or a message that did not reach it is an error as well.
    this.#child.on('error', () => resolve())
    this.#liveness = setInterval(() => this.#checkLiveness(), parts.livenessCheckMs)
    this.#liveness.unref()
  }

  /** Rejects with the worker's refusal, or `MEDIA_WORKER_LOST`. */
  request<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (this.#ended) return Promise.reject(new MediaError('MEDIA_WORKER_LOST'))
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    const message: ToWorker = { id, name, input }
    this.#child.send(message, (error) => {
      if (error !== null) this.#settle(id)?.reject(new MediaError('MEDIA_WORKER_LOST', error.message))
    })
    return promise as Promise<CommandOutput<N>>
  }

  /** Commands under way reject with `MEDIA_ENGINE_CLOSED`; resolves when the process is gone. */
  async close(): Promise<void> {
    this.#ended = true
    clearInterval(this.#liveness)
    this.#rejectPending(new MediaError('MEDIA_ENGINE_CLOSED'))
    if (this.#child.connected) this.#child.disconnect()
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), EXIT_PATIENCE_MS)
    await this.#gone
    clearTimeout(killer)
  }

  #onMessage(message: FromWorker): void {
    this.#silentChecks = 0
    this.#isUp = true
    if (this.#ended) return
    if (message.kind === 'event') this.#parts.onEvent(message.event)
    else if (message.kind === 'fault') this.#parts.onFault(message.detail)
    else if (message.kind === 'done') this.#settle(message.id)?.resolve(message.output)
    else this.#settle(message.id)?.reject(new MediaError(message.code, message.detail))
  }

  #checkLiveness(): void {
    if (this.#isUp) this.#silentChecks += 1
    if (this.#silentChecks > SILENT_CHECKS_OF_A_HUNG_WORKER) {
      this.#parts.onFault('a media worker hung and was killed')
      this.#child.kill('SIGKILL')
    } else this.request('health', {}).catch(() => undefined)
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #onEnd(): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#liveness)
    this.#child.kill('SIGKILL')
    this.#rejectPending(new MediaError('MEDIA_WORKER_LOST'))
    this.#parts.onExit()
  }

  #rejectPending(error: MediaError): void {
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }
}

/** Only root may; others run at the usual priority. */
const raisePriority = (pid: number | undefined): void => {
  if (pid === undefined || process.getuid?.() !== 0) return
  setPriority(pid, MEDIA_PRIORITY)
}
