// Keeps each trunk's state: logs in where the trunk wants that, else asks by OPTIONS. What it says decides which trunks a
// call of ours tries, and stands in the operator's list.

import type { DialRequest, SignalingEvent, SignalingGateway } from '@openseat/telephony/sip/index'
import type { TrunkState } from '@openseat/contracts'
import type { TrunkEntry } from './network-directory.ts'

interface Watched {
  readonly trunk: TrunkEntry
  state: TrunkState
  since: number | null
  timer: NodeJS.Timeout | undefined
}

type Credentials = NonNullable<DialRequest['credentials']>

export interface WatchParts {
  readonly gateway: Pick<SignalingGateway, 'probe' | 'register' | 'unregister'>
  readonly now: () => number
  /** One line per change of state. */
  readonly changed: (trunk: TrunkEntry, state: TrunkState) => void
}

/** A carrier answers OPTIONS at once; SIP's own time-out of 32 s would keep a dead trunk in use for long. */
const longestProbeMs = 5_000

/** The name of a trunk's registration at the gateway. */
export const registrationName = (trunkId: number): string => `trunk/${trunkId}`

const hostOf = ({ host, port, transport }: TrunkEntry): string => `${host}:${port};transport=${transport}`

/** A number (or none) at the trunk. `#` is written escaped in a URI. */
export const uriAt = (trunk: TrunkEntry, number?: string): string =>
  `sip:${number === undefined ? '' : `${number.replaceAll('#', '%23')}@`}${hostOf(trunk)}`

/** What proves us to a carrier that asks. */
export const credentialsOf = (trunk: TrunkEntry | undefined): Credentials | undefined =>
  trunk === undefined || trunk.user === '' || trunk.password === undefined ? undefined : { username: trunk.user, password: trunk.password }

export class TrunkMonitor {
  readonly #parts: WatchParts
  readonly #watched = new Map<number, Watched>()

  constructor(parts: WatchParts) {
    this.#parts = parts
  }

  /** These are the trunks now. One that did not change goes on undisturbed. */
  follow(trunks: readonly TrunkEntry[]): void {
    for (const { trunk } of this.#watched.values()) {
      const now = trunks.find(({ id }) => id === trunk.id)
      if (now?.version !== trunk.version || now.password !== trunk.password) this.#drop(trunk)
    }
    for (const trunk of trunks) if (!this.#watched.has(trunk.id)) this.#watch(trunk)
  }

  statusOf(trunkId: number): { state: TrunkState; since: number | null } {
    const { state = 'unknown' as const, since = null } = this.#watched.get(trunkId) ?? {}
    return { state, since }
  }

  /** Whether a call may try it: what is not known to be down is tried. */
  isUsable(trunkId: number): boolean {
    const { state } = this.statusOf(trunkId)
    return state !== 'unreachable' && state !== 'unregistered'
  }

  onRegistration(event: Extract<SignalingEvent, { type: 'trunkRegistration' }>): void {
    const id = Number(event.trunk.slice('trunk/'.length))
    const watched = this.#watched.get(id)
    if (watched) this.#set(watched, event.registered ? 'registered' : 'unregistered')
  }

  close(): void {
    for (const { trunk } of this.#watched.values()) this.#drop(trunk)
  }

  #watch(trunk: TrunkEntry): void {
    const watched: Watched = { trunk, state: 'unknown', since: null, timer: undefined }
    this.#watched.set(trunk.id, watched)
    if (trunk.mode === 'registering') this.#logIn(watched)
    else if (trunk.probeSeconds > 0) void this.#probe(watched)
  }

  #logIn(watched: Watched): void {
    const { trunk } = watched
    if (trunk.password === undefined) return this.#set(watched, 'unregistered')
    this.#parts.gateway.register(registrationName(trunk.id), {
      account: uriAt(trunk, trunk.user),
      credentials: { username: trunk.user, password: trunk.password },
    })
  }

  async #probe(watched: Watched): Promise<void> {
    const { trunk } = watched
    const status = await Promise.race([this.#parts.gateway.probe(uriAt(trunk)), this.#patience(watched)])
    if (this.#watched.get(trunk.id) !== watched) return
    clearTimeout(watched.timer)
    this.#set(watched, status === undefined ? 'unreachable' : 'reachable')
    watched.timer = setTimeout(() => void this.#probe(watched), trunk.probeSeconds * 1000)
  }

  #patience(watched: Watched): Promise<undefined> {
    return new Promise((resolve) => {
      watched.timer = setTimeout(() => resolve(undefined), Math.min(longestProbeMs, watched.trunk.probeSeconds * 1000))
    })
  }

  #set(watched: Watched, state: TrunkState): void {
    if (watched.state === state) return
    watched.state = state
    watched.since = this.#parts.now()
    this.#parts.changed(watched.trunk, state)
  }

  #drop(trunk: TrunkEntry): void {
    clearTimeout(this.#watched.get(trunk.id)?.timer)
    this.#watched.delete(trunk.id)
    if (trunk.mode === 'registering') this.#parts.gateway.unregister(registrationName(trunk.id))
  }
}
