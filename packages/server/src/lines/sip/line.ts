// One telephone call of the SIP network, at one leg of a room. Holds; decides nothing.

import type { Party } from '@openseat/telephony/sip/index'
import type { PhoneEntry, TrunkEntry } from './network-directory.ts'
import type { LegPlace } from '../../desk/ports/rtp-legs.ts'
import type { LineFailure, SipActor } from '../../desk/ports/line-port.ts'

/** One attempt at a call of ours. */
export interface DialAttempt {
  readonly to: { uri: string } | { registeredUser: string }
  readonly trunk: TrunkEntry | undefined
  readonly from: Party
  /** With SRTP. */
  readonly secure: boolean
  /** The trunk said that the callee is there now. `elsewhere`: not at the address where we are registered. */
  readonly redirected?: 'here' | 'elsewhere'
}

/** Where a call to us comes from: a phone that proved its password, or a trunk by its address. */
export type Origin = { readonly phone: PhoneEntry } | { readonly trunk: TrunkEntry }

/**
 * `arrived`: at the desk, not taken yet · `answering` · `dialling`: an attempt is under way · `up`: both sides agreed.
 * Over is over: a line that is over is in no table.
 */
export type LinePhase = 'arrived' | 'answering' | 'dialling' | 'up'

export interface Line {
  /** For the desk: names the line in its calls, and holds what it takes to hang up on it after a restart. */
  ref: string
  readonly actor: SipActor
  readonly place: LegPlace
  readonly incoming: boolean
  phase: LinePhase
  over: boolean
  /** The gateway's id; undefined while our offer is being made. */
  sipId: string | undefined
  trunk: TrunkEntry | undefined
  /** Of the INVITE to us; undefined when the caller wants us to offer. */
  readonly offerSdp: string | undefined
  /** Ways not tried yet. */
  attempts: readonly DialAttempt[]
  attempt: DialAttempt | undefined
  /** Places at which we have asked, so that redirections end. */
  readonly asked: Set<string>
  /** The far side has rung: no further attempt is made. */
  alerted: boolean
  failure: LineFailure
  /** The audio of one line is set up one step after the other. */
  work: Promise<unknown>
}

type LineStart = Pick<Line, 'ref' | 'actor' | 'place'> & Partial<Line>

export const newLine = (start: LineStart): Line => ({
  incoming: false,
  phase: 'dialling',
  over: false,
  sipId: undefined,
  trunk: undefined,
  offerSdp: undefined,
  attempts: [],
  attempt: undefined,
  asked: new Set(),
  alerted: false,
  failure: 'networkFailure',
  work: Promise.resolve(),
  ...start,
})

/** All lines, by the gateway's id and by their place. */
export class LineTable {
  readonly #bySip = new Map<string, Line>()
  readonly #byRoom = new Map<string, Map<string, Line>>()

  get size(): number {
    let size = 0
    for (const legs of this.#byRoom.values()) size += legs.size
    return size
  }

  add(line: Line): void {
    const legs = this.#byRoom.get(line.place.room) ?? new Map<string, Line>()
    this.#byRoom.set(line.place.room, legs.set(line.place.leg, line))
    if (line.sipId !== undefined) this.#bySip.set(line.sipId, line)
  }

  /** The gateway's call of this line, after the one before it failed. */
  connect(line: Line, sipId: string): void {
    if (line.sipId !== undefined) this.#bySip.delete(line.sipId)
    line.sipId = sipId
    this.#bySip.set(sipId, line)
  }

  bySip(sipId: string): Line | undefined {
    return this.#bySip.get(sipId)
  }

  at({ room, leg }: LegPlace): Line | undefined {
    return this.#byRoom.get(room)?.get(leg)
  }

  inRoom(room: string): Line[] {
    return [...(this.#byRoom.get(room)?.values() ?? [])]
  }

  *all(): Generator<Line> {
    for (const legs of this.#byRoom.values()) yield* legs.values()
  }

  /** The line is over. */
  remove(line: Line): void {
    line.over = true
    if (line.sipId !== undefined) this.#bySip.delete(line.sipId)
    const legs = this.#byRoom.get(line.place.room)
    if (legs?.get(line.place.leg) !== line) return
    legs.delete(line.place.leg)
    if (legs.size === 0) this.#byRoom.delete(line.place.room)
  }
}
