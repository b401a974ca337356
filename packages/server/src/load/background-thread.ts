// Work that may take a while stands back behind signalling and audio when both want the same core: the threads for
// passwords, large answers and imports have a lower priority than the rest of the program.

import { readlinkSync } from 'node:fs'
import os from 'node:os'

/** As `nice 10`: about a tenth of a core that another thread wants too, and all of one that nobody wants. */
const niceness = 10

/** To be called in the thread itself. Where the system has no such thing, all stays as it is. */
export function standBack(): void {
  const thread = ownThread()
  if (thread === undefined) return
  try {
    os.setPriority(thread, niceness)
  } catch {
    // A sandbox may forbid it.
  }
}

/** Linux's number of the calling thread. */
export function ownThread(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1))
  } catch {
    return undefined
  }
}
