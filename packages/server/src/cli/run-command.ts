// The frame of every command: environment, store, the work, and clear words instead of a stack when it is refused.

import { AppError } from '@openseat/contracts'
import { type Env, readEnv } from '../runtime/env.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { StartRefused } from '../runtime/start-refused.ts'

export interface Command {
  readonly env: Env
  readonly store: Store
  readonly args: readonly string[]
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** `beside`: the command may work while the program runs. */
export async function runCommand(work: (command: Command) => Promise<void>, { beside }: { beside: boolean }): Promise<void> {
  try {
    const env = readEnv()
    const store = await openStore({ ...env, standby: false, onTrouble: () => undefined, beside })
    try {
      await work({ env, store, args: process.argv.slice(2) })
    } finally {
      await store.close()
    }
  } catch (error) {
    process.stderr.write(`${told(error)}\n`)
    process.exitCode = 1
  }
}

function told(error: unknown): string {
  if (error instanceof AppError) return [error.message, ...error.problems.map((problem) => `${problem.field}: ${problem.code}`)].join('\n')
  if (error instanceof StartRefused) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
