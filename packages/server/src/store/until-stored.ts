// Writes what must not be lost although the database may be away for a while.
import { setTimeout as delay } from 'node:timers/promises'
import { isOutage } from './outage.ts'

const firstWaitMs = 500
const longestWaitMs = 15_000

export interface Persistence {
  /** Once aborted, the present try is the last: whoever waits for the end is told of the failure. */
  readonly signal: AbortSignal
  readonly failed: (error: unknown) => void
}

/** Tries again for as long as the database, the way to it or its disk is at fault. Anything else rejects at once. */
export async function untilStored<T>(work: () => Promise<T>, { signal, failed }: Persistence): Promise<T> {
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isOutage(error) || signal.aborted) throw error
      failed(error)
    }
    await delay(wait, undefined, { signal }).catch(() => undefined)
  }
}
