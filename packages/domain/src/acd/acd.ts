// The automatic call distributor of one tenant: inputs in, changes out. Pure: no clock, no ids, no I/O of its own.
// The caller stores the changes before anyone is told of them.
import type { BoardDelta, ReleaseCause, ResolvedPop, Snapshot, VideoAction } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import type { AudioPlan } from '../call/audio-plan.ts'
import { customerOf, type Call, type CustomerNumber } from '../call/call.ts'
import { endOf } from '../call/ends.ts'
import type { CallData } from '../screen-pop/page-address.ts'
import { callDataOf } from '../screen-pop/resolve-pops.ts'
import { board, type BoardChange, type BoardViewer } from './board.ts'
import { runCommand } from './commands.ts'
import { destinations, type Destinations } from './destinations.ts'
import { Desk, type Changes } from './desk.ts'
import { expireNext } from './expiry.ts'
import * as inputs from './inputs.ts'
import * as lines from './lines.ts'
import { audioHeard, audioQuiet } from './quiet-telephones.ts'
import { answer, type Answer, type Given, type QuestionName } from './questions.ts'
import { recordingLost, type LostRecording } from './recording.ts'
import { restore, resumed, type Stored } from './restore.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { settle } from './routing.ts'
import { seatEnded } from './seat-ended.ts'
import type { CommandFrom, DeskCommand, Reply } from './scene.ts'
import { callView, seatView } from './views.ts'

export type AcdInput =
  | ({ readonly type: 'callArrived' } & inputs.Arrival)
  /** Which line answers for a leg that was dialled. */
  | ({ readonly type: 'lineReached'; readonly ref: string; readonly videoPossible?: boolean } & inputs.RoomLeg)
  | ({ readonly type: 'lineVideo'; readonly action: VideoAction } & inputs.RoomLeg)
  | ({ readonly type: 'lineAlerting' | 'lineAnswered' | 'lineHungUp' } & inputs.RoomLeg)
  /** Nobody hung up: the far side of a line that was up is gone. */
  | ({ readonly type: 'lineLost' } & inputs.RoomLeg)
  | ({ readonly type: 'lineFailed'; readonly cause: ReleaseCause } & inputs.RoomLeg)
  /** An agent's telephone asks to transfer the call. */
  | ({ readonly type: 'lineReferred'; readonly number: string } & inputs.RoomLeg)
  | ({ readonly type: 'audioConnected' | 'audioLost' } & inputs.RoomLeg)
  /** A telephone sends nothing, as it may; sends again. */
  | ({ readonly type: 'audioQuiet'; readonly seconds: number } & inputs.RoomLeg)
  | ({ readonly type: 'audioHeard' } & inputs.RoomLeg)
  | ({ readonly type: 'digitsPressed'; readonly count: number } & inputs.RoomLeg)
  | ({ readonly type: 'audioMeasured' } & inputs.RoomLeg & inputs.AudioQuality)
  /** A recording ended without being asked to. */
  | ({ readonly type: 'recordingLost' } & LostRecording)
  | { readonly type: 'seatConnected'; readonly agentNumber: string }
  | { readonly type: 'seatDisconnected'; readonly agentNumber: string }
  /** The last page went because the agent's log-in has ended. */
  | { readonly type: 'seatEnded'; readonly agentNumber: string }
  | { readonly type: 'configChanged'; readonly config: RoutingConfig }
  | { readonly type: 'deadlines' }
  /** For some time nobody could be told of anything. */
  | { readonly type: 'resumed' }

export class Acd {
  readonly #desk: Desk

  constructor(config: RoutingConfig) {
    this.#desk = new Desk(config)
  }

  /** Takes over what was stored; call once, before any input. */
  restore(stored: Stored, now: number): void {
    restore(this.#desk, stored, now)
    settle(this.#desk, now)
  }

  handle(input: AcdInput, now: number): void {
    take(this.#desk, input, now)
    settle(this.#desk, now)
  }

  command(from: CommandFrom, command: DeskCommand, now: number): Reply {
    const reply = runCommand(this.#desk, from, command, now)
    settle(this.#desk, now)
    return reply
  }

  /** What somebody wants to know, as things are now. */
  ask<N extends QuestionName>(name: N, given: Given<N>, now: number): Answer<N> {
    return answer(this.#desk, name, given, now)
  }

  /** What changed since it was last asked. */
  takeChanges(): Changes {
    return this.#desk.takeChanges()
  }

  /** When `deadlines` is to be given next, epoch milliseconds, or null. */
  nextDeadline(): number | null {
    const due = this.#desk.deadlines.peek()?.value ?? null
    const dayEnd = this.#desk.days.end
    return due === null || dayEnd === null ? (due ?? dayEnd) : Math.min(due, dayEnd)
  }

  get config(): RoutingConfig {
    return this.#desk.config
  }

  call(callId: string): Call | undefined {
    return this.#desk.calls.get(callId)
  }

  calls(): Iterable<Call> {
    return this.#desk.calls.values()
  }

  seats(): Iterable<Seat> {
    return this.#desk.seats.values()
  }

  /** Browser that holds the signed-in seat, or null. */
  holderOf(agentNumber: string): string | null {
    return this.#desk.seats.get(agentNumber)?.browserId ?? null
  }

  /** A pop of a contact that is, or lately was, this agent's. */
  popOf(callId: string, popId: number, agentNumber: string): ResolvedPop | undefined {
    const call = this.#desk.calls.get(callId) ?? this.#desk.endedCalls.get(callId)
    return call?.pops[agentNumber]?.find((pop) => pop.popId === popId)
  }

  /** What pages of this agent are told of a contact that is, or lately was, the agent's. */
  callDataOf(callId: string, agentNumber: string): CallData | undefined {
    const call = this.#desk.calls.get(callId) ?? this.#desk.endedCalls.get(callId)
    const agent = this.#desk.agent(agentNumber)
    const had = call?.legs.some(({ party, number }) => party === 'agent' && number === agentNumber)
    return call && agent && had && call.purpose === 'customer' ? callDataOf(call, agent) : undefined
  }

  /** The customer of a contact that is, or lately was, somebody's. */
  customerOf(callId: string): CustomerNumber | undefined {
    const call = this.#desk.calls.get(callId) ?? this.#desk.endedCalls.get(callId)
    return call && customerOf(call)
  }

  /** The plan of a room as its calls are now. */
  audioPlan(roomId: string): AudioPlan {
    return this.#desk.audioPlan(roomId)
  }

  /** The room of a live call that the agent is in; null when it is not the agent's. */
  roomOf(callId: string, agentNumber: string): string | null {
    const call = this.#desk.calls.get(callId)
    return call && endOf(call, agentNumber) !== null ? call.roomId : null
  }

  /** Whom an agent's call can go to now. */
  destinations(agentNumber: string, now: number): Destinations {
    return destinations(this.#desk, agentNumber, now)
  }

  /** Rows of the live board: everything, or of what `changed` names. */
  board(viewer: BoardViewer, changed: BoardChange | null, now: number): BoardDelta {
    return board(this.#desk, { viewer, changed }, now)
  }

  /** All that a page of the agent's needs to draw itself. */
  snapshot(agentNumber: string, now: number): Snapshot {
    const desk = this.#desk
    const seat = desk.seat(agentNumber, now)
    const live = desk.index.ofAgent(agentNumber)
    const wrappedUp = seat.state.kind === 'wrapUp' ? desk.endedCalls.get(seat.state.callId) : undefined
    const calls = wrappedUp && !live.includes(wrappedUp) ? [...live, wrappedUp] : live
    return {
      seq: seat.eventSeq,
      seat: seatView(seat),
      calls: calls.map((call) => callView(desk, call, agentNumber)),
      pops: calls.flatMap((call) => call.pops[agentNumber] ?? []),
    }
  }
}

function take(desk: Desk, input: AcdInput, now: number): void {
  switch (input.type) {
    case 'callArrived':
      return inputs.callArrived(desk, input, now)
    case 'lineReached':
      return lines.lineReached(desk, input, input)
    case 'lineVideo':
      return lines.lineVideo(desk, input, input.action, now)
    case 'lineAlerting':
      return lines.lineAlerting(desk, input, now)
    case 'lineAnswered':
      return lines.lineAnswered(desk, input, now)
    case 'lineFailed':
      return lines.lineFailed(desk, input, input.cause, now)
    case 'lineHungUp':
      return lines.lineHungUp(desk, input, now)
    case 'lineLost':
      return lines.lineLost(desk, input, now)
    case 'lineReferred':
      return lines.lineReferred(desk, input, input.number, now)
    case 'audioConnected':
      return inputs.audioConnected(desk, input, now)
    case 'audioLost':
      return inputs.audioLost(desk, input, now)
    case 'audioQuiet':
      return audioQuiet(desk, input, input.seconds, now)
    case 'audioHeard':
      return audioHeard(desk, input, now)
    case 'digitsPressed':
      return inputs.digitsPressed(desk, input, input.count, now)
    case 'audioMeasured':
      return inputs.audioMeasured(desk, input, input, now)
    case 'recordingLost':
      return recordingLost(desk, input, now)
    case 'seatConnected':
      return inputs.seatConnected(desk, input.agentNumber, now)
    case 'seatDisconnected':
      return inputs.seatDisconnected(desk, input.agentNumber, now)
    case 'seatEnded':
      return seatEnded(desk, input.agentNumber, now)
    case 'configChanged':
      return inputs.configChanged(desk, input.config, now)
    case 'resumed':
      return resumed(desk, now)
    case 'deadlines':
      desk.days.turn(now)
      while (expireNext(desk, now));
  }
}
