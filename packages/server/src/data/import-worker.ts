// The thread of import-thread.ts: does what it was begun for, answers once, and waits to be ended.

import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@openseat/contracts'
import { SecretBox } from '../access/secret-box.ts'
import { Database } from '../store/database.ts'
import { DataKeys } from './data-keys.ts'
import { preview } from './import-preview.ts'
import type { FromThread, NamedTask, ThreadData } from './import-thread.ts'
import { importAll, type WorkParts } from './import-work.ts'
import { standBack } from '../load/background-thread.ts'

standBack()

const connections = 2

// Written by import-thread.ts of this same version.
const { address, epoch, keyRing, work } = workerData as ThreadData
const stop = new AbortController()
parentPort?.on('message', () => stop.abort())

// A broken connection is told to the statement that needs it.
const database = new Database({ address, epoch, workSize: connections, onError: () => undefined })
const answer = await perform({ database, keys: new DataKeys(SecretBox.from(keyRing)), stop: stop.signal }, work).then(
  (result): FromThread => ({ kind: 'done', result }),
  refusal,
)
await database.close()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
parentPort?.postMessage(answer)

function perform(parts: WorkParts, { name, task }: NamedTask): Promise<unknown> {
  return name === 'importAll' ? importAll(parts, task) : preview(parts, task)
}

function refusal(error: unknown): FromThread {
  if (error instanceof AppError) return { kind: 'refused', code: error.code, params: error.params }
  return { kind: 'fault', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
