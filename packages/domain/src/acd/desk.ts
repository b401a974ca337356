// All that goes on in one tenant: calls, seats, their indexes and deadlines, and what the present input changed.
// Holds and indexes; decides nothing. In memory; rebuilt from stored rows at start.
import type { AgentEvent, SequencedEvent } from '@openseat/contracts'
import { audioPlan, type AudioPlan } from '../call/audio-plan.ts'
import { isLive, type Call, type TimelineItem } from '../call/call.ts'
import { newSeat, type Seat } from '../agent/seat.ts'
import { CallIndex } from './call-index.ts'
import { IdleAgents } from './idle-agents.ts'
import { IndexedHeap } from './indexed-heap.ts'
import type { AgentConfig, RoutingConfig } from '../config/routing-config.ts'
import { EndedCalls } from './ended-calls.ts'
import { QueueDays } from './queue-days.ts'
import { WaitingLines } from './waiting-lines.ts'
import { callDeadline, seatDeadline } from './deadlines.ts'

/** What one input changed: to be stored first, told afterwards. */
export interface Changes {
  readonly calls: Set<Call>
  readonly seats: Set<Seat>
  readonly timeline: { readonly callId: string; readonly item: TimelineItem }[]
  readonly events: ({ readonly agentNumber: string } & SequencedEvent)[]
  /** What the outside is to do once the change is stored. */
  readonly actions: DeskAction[]
  /** Rooms of the changed calls, as they are now. */
  readonly plans: AudioPlan[]
  /** Events that a machine did not take, as `machine: event in state`. */
  readonly rejections: string[]
}

/** Whom a line is rung for: any number, or the telephone that stands in an agent's settings. */
export type LineTarget =
  | ({ readonly kind: 'number' } & DialledForms<string>)
  | ({ readonly kind: 'agentPhone'; readonly agentNumber: string; readonly phone: string } & DialledForms<string | null>)

/** A number outside as the tenant dials it, and as E.164; null where there is none. */
interface DialledForms<T> {
  readonly number: T
  readonly e164: string | null
}

export interface DialLine {
  readonly type: 'dialLine'
  readonly room: string
  readonly leg: string
  readonly callId: string
  readonly target: LineTarget
  /** What the called one is shown. */
  readonly callerNumber: string
  readonly callerName: string
}

export type DeskAction =
  | { readonly type: 'sendDigits'; readonly room: string; readonly leg: string; readonly digits: string }
  | DialLine
  /** A short tone to everyone in the room: a recording begins. */
  | { readonly type: 'playNotice'; readonly room: string }

const noChanges = (): Changes => ({ calls: new Set(), seats: new Set(), timeline: [], events: [], actions: [], plans: [], rejections: [] })

export class Desk {
  config: RoutingConfig
  changes: Changes = noChanges()
  readonly calls = new Map<string, Call>()
  readonly seats = new Map<string, Seat>()
  readonly endedCalls = new EndedCalls((call) => this.#isWrappedUp(call))
  readonly idle = new IdleAgents()
  readonly lines = new WaitingLines()
  readonly index = new CallIndex()
  /** Waiting calls before which others are served. */
  readonly passedOver = new Set<Call>()
  readonly days = new QueueDays(() => this.config.timeZone)
  /** Epoch milliseconds by `call/ID` and `seat/NUMBER`. */
  readonly deadlines = new IndexedHeap<string, number>((a, b) => a < b)
  /** Calls and seats to be matched once the present input is done. */
  readonly unsettledCalls = new Set<Call>()
  readonly unsettledSeats = new Set<Seat>()
  readonly #configs = new Map<number, RoutingConfig>()

  constructor(config: RoutingConfig) {
    this.config = config
    this.#configs.set(config.revision, config)
  }

  /** Hands over what changed since the last time. */
  takeChanges(): Changes {
    const taken = this.changes
    this.changes = noChanges()
    for (const roomId of new Set([...taken.calls].map((call) => call.roomId))) taken.plans.push(this.audioPlan(roomId))
    return taken
  }

  /** The plan of a room as its calls are now. */
  audioPlan(roomId: string): AudioPlan {
    const ended = this.endedCalls.get(roomId)
    const live = this.index.inRoom(roomId)
    return audioPlan(roomId, ended ? [...live, ended] : live)
  }

  /** Settings of the revision that a call began with; the present ones when those are gone (after a restart). */
  configOf(call: Call): RoutingConfig {
    return this.#configs.get(call.revision) ?? this.config
  }

  /** New settings for what begins from now on; seats are ranked anew. */
  useConfig(config: RoutingConfig): void {
    this.config = config
    this.#configs.set(config.revision, config)
    const used = new Set([...this.calls.values()].map((call) => call.revision))
    for (const revision of this.#configs.keys()) {
      if (revision !== config.revision && !used.has(revision)) this.#configs.delete(revision)
    }
    for (const seat of this.seats.values()) {
      this.idle.update(seat, this.agent(seat.agentNumber))
      this.unsettledSeats.add(seat)
    }
    for (const call of this.calls.values()) if (call.state.kind === 'waiting') this.unsettledCalls.add(call)
  }

  agent(agentNumber: string): AgentConfig | undefined {
    return this.config.agents.get(agentNumber)
  }

  seat(agentNumber: string, now: number): Seat {
    const known = this.seats.get(agentNumber)
    if (known) return known
    const seat = newSeat(agentNumber, now)
    this.seats.set(agentNumber, seat)
    return seat
  }

  /** Call after each change of a call: indexes, deadline and what is to be stored follow it. */
  callChanged(call: Call): void {
    this.changes.calls.add(call)
    this.unsettledCalls.add(call)
    const { customer } = call.audio
    const isPassedOver = call.state.kind === 'waiting' && (call.passedOver?.until ?? null) !== null
    if (isPassedOver) this.passedOver.add(call)
    else this.passedOver.delete(call)
    this.lines.update(call, !isPassedOver && (customer.kind === 'connected' || !customer.lost))
    this.#deadline(`call/${call.callId}`, callDeadline(call))
    this.index.update(call)
    if (isLive(call)) this.calls.set(call.callId, call)
    else this.#keepEnded(call)
  }

  /** Call after each change of a seat. */
  seatChanged(seat: Seat): void {
    this.changes.seats.add(seat)
    this.unsettledSeats.add(seat)
    this.idle.update(seat, this.agent(seat.agentNumber))
    this.#deadline(`seat/${seat.agentNumber}`, seatDeadline(seat))
  }

  addTimeline(call: Call, at: number, entry: Pick<TimelineItem, 'kind' | 'data'>): void {
    call.timelineLength += 1
    this.changes.timeline.push({ callId: call.callId, item: { n: call.timelineLength, at, ...entry } })
  }

  publish(agentNumber: string, at: number, event: AgentEvent): void {
    const seat = this.seat(agentNumber, at)
    seat.eventSeq += 1
    this.changes.seats.add(seat)
    this.changes.events.push({ agentNumber, seq: seat.eventSeq, at: new Date(at).toISOString(), event })
  }

  #keepEnded(call: Call): void {
    this.calls.delete(call.callId)
    this.endedCalls.add(call)
  }

  #isWrappedUp({ callId, legs, agentNumber, callerAgent }: Call): boolean {
    return [...legs.map(({ number }) => number), agentNumber, callerAgent].some((number) => {
      const state = this.seats.get(number ?? '')?.state
      return state?.kind === 'wrapUp' && state.callId === callId
    })
  }

  #deadline(key: string, at: number | null): void {
    if (at === null) this.deadlines.delete(key)
    else this.deadlines.set(key, at)
  }
}
