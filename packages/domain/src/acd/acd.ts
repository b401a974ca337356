// The automatic call distributor of one tenant: inputs in, changes out. Pure: no clock, no ids, no I/O of its own.
// The caller stores the changes before anyone is told of them.
import type { ReleaseCause, ResolvedPop, Snapshot } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import type { Call, Party } from '../call/call.ts'
import { runCommand, type CommandFrom, type DeskCommand, type Reply } from './commands.ts'
import { Desk, type Changes } from './desk.ts'
import { expireNext } from './expiry.ts'
import * as inputs from './inputs.ts'
import { restore, type Stored } from './restore.ts'
import type { RoutingConfig } from './routing-config.ts'
import { settle } from './routing.ts'
import { callView, seatView } from './views.ts'

export type AcdInput =
  | ({ readonly type: 'callArrived' } & inputs.Arrival)
  | { readonly type: 'customerHungUp'; readonly callId: string }
  | { readonly type: 'customerReached'; readonly callId: string; readonly ref: string }
  | { readonly type: 'customerAlerting'; readonly callId: string }
  | { readonly type: 'customerAnswered'; readonly callId: string }
  | { readonly type: 'customerFailed'; readonly callId: string; readonly cause: ReleaseCause }
  | { readonly type: 'audioConnected'; readonly callId: string; readonly party: Party }
  | { readonly type: 'audioLost'; readonly callId: string; readonly party: Party }
  | { readonly type: 'digitsPressed'; readonly callId: string; readonly count: number }
  | ({ readonly type: 'audioMeasured'; readonly callId: string } & inputs.AudioQuality)
  | { readonly type: 'seatConnected'; readonly agentNumber: string }
  | { readonly type: 'seatDisconnected'; readonly agentNumber: string }
  | { readonly type: 'configChanged'; readonly config: RoutingConfig }
  | { readonly type: 'deadlines' }

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

  /** What changed since it was last asked. */
  takeChanges(): Changes {
    return this.#desk.takeChanges()
  }

  /** When `deadlines` is to be given next, epoch milliseconds, or null. */
  nextDeadline(): number | null {
    return this.#desk.deadlines.peek()?.value ?? null
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
    return call?.agentNumber === agentNumber ? call.pops.find((pop) => pop.popId === popId) : undefined
  }

  /** All that a page of the agent's needs to draw itself. */
  snapshot(agentNumber: string, now: number): Snapshot {
    const seat = this.#desk.seat(agentNumber, now)
    const agent = this.#desk.agent(agentNumber)
    const callId = 'callId' in seat.state ? seat.state.callId : null
    const call = callId === null ? undefined : (this.#desk.calls.get(callId) ?? this.#desk.endedCalls.get(callId))
    const calls = call ? [call] : []
    return {
      seq: seat.eventSeq,
      seat: seatView(seat),
      calls: calls.map((call) => callView(call, agent)),
      pops: calls.flatMap((call) => call.pops),
    }
  }
}

function take(desk: Desk, input: AcdInput, now: number): void {
  switch (input.type) {
    case 'callArrived':
      return inputs.callArrived(desk, input, now)
    case 'customerHungUp':
      return inputs.customerHungUp(desk, input.callId, now)
    case 'customerReached':
      return inputs.customerReached(desk, input.callId, input.ref)
    case 'customerAlerting':
      return inputs.customerAlerting(desk, input.callId, now)
    case 'customerAnswered':
      return inputs.customerAnswered(desk, input.callId, now)
    case 'customerFailed':
      return inputs.customerFailed(desk, input.callId, input.cause, now)
    case 'audioConnected':
      return inputs.audioConnected(desk, input.callId, input.party, now)
    case 'audioLost':
      return inputs.audioLost(desk, input.callId, input.party, now)
    case 'digitsPressed':
      return inputs.digitsPressed(desk, input.callId, input.count, now)
    case 'audioMeasured':
      return inputs.audioMeasured(desk, input.callId, input, now)
    case 'seatConnected':
      return inputs.seatConnected(desk, input.agentNumber, now)
    case 'seatDisconnected':
      return inputs.seatDisconnected(desk, input.agentNumber, now)
    case 'configChanged':
      return inputs.configChanged(desk, input.config, now)
    case 'deadlines':
      while (expireNext(desk, now));
  }
}
