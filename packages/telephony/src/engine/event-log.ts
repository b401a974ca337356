// For tests: collects what an engine reports, and waits for a certain report.

import type { MediaEngine } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'

export class EventLog {
  readonly events: MediaEvent[] = []
  readonly #stop: () => void

  constructor(engine: MediaEngine) {
    this.#stop = engine.on((event) => this.events.push(event))
  }

  /** Resolves with the first matching event, past or future. The test's own time limit ends a vain wait. */
  async until(matches: (event: MediaEvent) => boolean): Promise<MediaEvent> {
    for (;;) {
      const found = this.events.find(matches)
      if (found !== undefined) return found
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  clear(): void {
    this.events.length = 0
  }

  close(): void {
    this.#stop()
  }
}
