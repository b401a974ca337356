// A door is one way in for strangers. A siege opens all of them at once.

export interface Target {
  readonly host: string
  /** Absent: this door is not there. */
  readonly sip: { readonly udp?: number; readonly tcp?: number; readonly tls?: number }
  /** Absent: this door is not there. */
  readonly http?: number
  /** Inclusive. */
  readonly rtpPorts: readonly [number, number]
  /** The known trunk, whose name strangers take. */
  readonly trunkHost: string
}

/** What strangers did and what they got, in counts. */
export type DoorStats = Readonly<Record<string, number>>

export interface Door {
  readonly name: string
  /** Resolves soon after the signal, with every socket closed. */
  readonly start: (target: Target, signal: AbortSignal) => Promise<DoorStats>
}

export type SiegeStats = Readonly<Record<string, DoorStats>>

/** All doors together for so long. */
export async function besiege(doors: readonly Door[], target: Target, signal: AbortSignal): Promise<SiegeStats> {
  const stats = await Promise.all(doors.map(async ({ name, start }) => [name, await start(target, signal)] as const))
  return Object.fromEntries(stats)
}

/** Calls every so often until the signal, then resolves. */
export function everyUntil(ms: number, signal: AbortSignal, run: () => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(run, ms)
    signal.addEventListener('abort', () => {
      clearInterval(timer)
      resolve()
    })
  })
}
