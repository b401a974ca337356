// A thread for one piece of an import's work, so that reading, checking and sealing do not hold up the calls. It has its
// own connections; the keys are handed to it in memory. When it dies, its open transaction is rolled back.

import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode, type ErrorParams, type ImportPreview } from '@openseat/contracts'
import type { KeyRing } from '../access/secret-box.ts'
import type { DatabaseAddress } from '../store/connection.ts'
import type { Database } from '../store/database.ts'
import type { DataKeys } from './data-keys.ts'
import type { PreviewTask } from './import-preview.ts'
import type { ImportTask } from './import-work.ts'

export interface ThreadWork {
  importAll: { task: ImportTask; result: boolean }
  preview: { task: PreviewTask; result: ImportPreview }
}

export type WorkName = keyof ThreadWork

export type NamedTask = { [N in WorkName]: { readonly name: N; readonly task: ThreadWork[N]['task'] } }[WorkName]

/** What a thread begins with. */
export interface ThreadData {
  readonly address: DatabaseAddress
  readonly epoch: number | undefined
  readonly keyRing: KeyRing
  readonly work: NamedTask
}

export type FromThread =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams }
  | { readonly kind: 'fault'; readonly detail: string }

export interface ThreadParts {
  readonly database: Database
  readonly keys: DataKeys
  readonly stop?: AbortSignal
  /** Beyond it the thread dies, and the work has failed; default 1024. */
  readonly heapMegabytes?: number
}

/** Rows live for a moment: with room for more of them, a thread takes twice the memory and is no faster. */
const youngMegabytes = 16

const entry = new URL('./import-worker.ts', import.meta.url)

/** Does the work in a thread; throws what it throws. The thread reads the file where it is: it stays open until then. */
export async function inThread<N extends WorkName>(
  { database, keys, stop, heapMegabytes = 1024 }: ThreadParts,
  name: N,
  task: ThreadWork[N]['task'],
): Promise<ThreadWork[N]['result']> {
  const { address, epoch } = database
  const workerData = { address, epoch, keyRing: keys.handOver(), work: { name, task } }
  const worker = new Worker(entry, {
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
  const tell = (): void => worker.postMessage('stop')
  stop?.addEventListener('abort', tell)
  if (stop?.aborted === true) tell()
  try {
    return toResult<ThreadWork[N]['result']>(await answerOf(worker))
  } finally {
    stop?.removeEventListener('abort', tell)
    await worker.terminate()
  }
}

function answerOf(worker: Worker): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the import's thread ended with ${code} before its work`)))
  })
}

function toResult<T>(answer: FromThread): T {
  // The thread is import-worker.ts of this same version.
  if (answer.kind === 'done') return answer.result as T
  if (answer.kind === 'refused') throw new AppError(answer.code, answer.params)
  throw new Error(answer.detail)
}
