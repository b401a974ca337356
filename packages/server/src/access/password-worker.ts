// A thread of password-threads.ts. It hashes on its own stack: not in the pool of threads that files and recordings need.

import { parentPort } from 'node:worker_threads'
import { hashSync, verifySync } from '@node-rs/argon2'
import type { PasswordWork } from './password-threads.ts'
import { standBack } from '../load/background-thread.ts'

standBack()

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

parentPort?.on('message', (work: PasswordWork) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
  parentPort?.postMessage(work.kind === 'hash' ? hashSync(work.password, cost) : matches(work))
})

function matches({ stored, password }: Extract<PasswordWork, { kind: 'verify' }>): boolean {
  try {
    return verifySync(stored, password)
  } catch {
    return false
  }
}
