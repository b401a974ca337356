// Random histories of a small contact centre. After every step: nobody is offered twice, nobody is lost, nobody is stuck.
import { describe, expect, it } from 'vitest'
import type { Call } from '../call/call.ts'
import { Acd } from './acd.ts'
import { isOfferable } from './idle-agents.ts'
import { testAgent, testConfig, testQueue } from './testing.ts'
import type { DeskCommand } from './commands.ts'
import type { RoutingConfig } from './routing-config.ts'

const steps = 1_000_000
const agentNumbers = ['101', '102', '103', '104', '105', '106']

const settings = (revision: number): RoutingConfig =>
  testConfig({
    revision,
    queues: new Map([
      [1, testQueue(1, { maxQueued: 4, maxWaitSeconds: 40, onOverflow: { action: 'transfer', queueId: 2 } })],
      [
        2,
        testQueue(2, {
          maxQueued: 3,
          maxWaitSeconds: 25,
          priority: 70,
          wrapUpSeconds: revision % 2 ? 0 : 8,
          onTimeout: { action: 'transfer', queueId: 1 },
        }),
      ],
    ]),
    agents: new Map(
      agentNumbers.map((number, index) => [
        number,
        testAgent(number, { 1: (index % 3) + 1, 2: 5 }, number === '106' ? 'outbound' : 'agent'),
      ]),
    ),
  })

/** A small seeded generator (mulberry32), so that a failing history can be run again. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

class History {
  acd = new Acd(settings(1))
  now = 1_000_000
  calls = 0
  arrived = new Set<string>()
  ended = new Map<string, number>()
  /** Kinds of states and causes of ends that were met: a history that meets few proves little. */
  readonly met = new Set<string>()
  readonly seqs = new Map<string, number>()
  readonly random: () => number

  constructor(seed: number) {
    this.random = generator(seed)
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T
  }

  liveCall(): string {
    const live = [...this.acd.calls()]
    return live.length === 0 ? 'none' : this.pick(live).callId
  }

  /** One random step. */
  step(): void {
    this.now += Math.floor(this.random() * 3000)
    const kind = this.random()
    if (kind < 0.2) this.arrive()
    else if (kind < 0.3) this.acd.handle({ type: 'deadlines' }, this.now)
    else if (kind < 0.5) this.customer()
    else if (kind < 0.6) this.presence()
    else if (kind < 0.601) this.restart()
    else if (kind < 0.603) this.acd.handle({ type: 'configChanged', config: settings(this.now) }, this.now)
    else this.command()
    this.collect()
  }

  arrive(): void {
    const callId = `c${(this.calls += 1)}`
    this.arrived.add(callId)
    this.acd.handle(
      {
        type: 'callArrived',
        callId,
        mediaType: 'audio',
        callerNumber: '1',
        dialled: this.pick(['4466', '44662']),
        attachedData: {},
        customerRef: '',
      },
      this.now,
    )
  }

  customer(): void {
    const callId = this.liveCall()
    const party = this.pick(['customer', 'agent'] as const)
    const type = this.pick([
      'customerHungUp',
      'customerAlerting',
      'customerAnswered',
      'audioConnected',
      'audioConnected',
      'audioLost',
    ] as const)
    if (type === 'audioConnected' || type === 'audioLost') this.acd.handle({ type, callId, party }, this.now)
    else this.acd.handle({ type, callId }, this.now)
  }

  presence(): void {
    const type = this.random() < 0.75 ? 'seatConnected' : 'seatDisconnected'
    this.acd.handle({ type, agentNumber: this.pick(agentNumbers) }, this.now)
  }

  command(): void {
    const callId = this.liveCall()
    const commands: DeskCommand[] = [
      { kind: 'signIn', queueIds: this.pick([[1], [2], [1, 2]]) },
      { kind: 'signIn', queueIds: [1, 2] },
      { kind: 'setIdle' },
      { kind: 'setIdle' },
      { kind: 'setBusy', reason: 1 },
      { kind: 'setRest' },
      { kind: 'finishWrapUp' },
      { kind: 'extendWrapUp' },
      { kind: 'answer', callId },
      { kind: 'answer', callId },
      { kind: 'hangUp', callId },
      { kind: 'hold', callId },
      { kind: 'retrieve', callId },
      { kind: 'mute', callId, on: true },
      { kind: 'dial', number: '123', queueId: null },
    ]
    if (this.random() < 0.1) commands.push({ kind: 'signOut' })
    const newCallId = `o${(this.calls += 1)}`
    const call = this.acd.call(callId)
    const agentNumber = call && 'agentNumber' in call.state && this.random() < 0.8 ? call.state.agentNumber : this.pick(agentNumbers)
    const reply = this.acd.command({ agentNumber, browserId: 'b', newCallId }, this.pick(commands), this.now)
    if (reply.ok && reply.callId) this.arrived.add(reply.callId)
  }

  restart(): void {
    this.collect()
    const stored = structuredClone({ calls: [...this.acd.calls()], seats: [...this.acd.seats()] })
    this.acd = new Acd(settings(this.now))
    this.acd.restore(stored, this.now)
  }

  /** Takes the changes and checks what was told: sequence numbers without gaps, each end once. */
  collect(): void {
    const changes = this.acd.takeChanges()
    for (const { agentNumber, seq } of changes.events) {
      if (seq !== (this.seqs.get(agentNumber) ?? 0) + 1) throw new Error(`gap for ${agentNumber} at ${seq}`)
      this.seqs.set(agentNumber, seq)
    }
    for (const call of changes.calls) this.met.add(call.state.kind === 'ended' ? call.state.cause : call.state.kind)
    for (const call of changes.calls) if (call.state.kind === 'ended') this.ended.set(call.callId, (this.ended.get(call.callId) ?? 0) + 1)
  }

  check(): void {
    const agentsInCalls = new Map<string, Call>()
    for (const call of this.acd.calls()) this.checkCall(call, agentsInCalls)
    for (const seat of this.acd.seats()) {
      const inCall = agentsInCalls.get(seat.agentNumber)
      const callId = seat.state.kind === 'ringing' || seat.state.kind === 'talking' ? seat.state.callId : undefined
      if (inCall?.callId !== callId)
        throw new Error(`seat ${seat.agentNumber} ${seat.state.kind} has ${callId}, calls say ${inCall?.callId}`)
      if (isOfferable(seat, this.acd.config.agents.get(seat.agentNumber))) this.checkNobodyWaitsFor(seat.queueIds)
    }
    if (this.now > 0 && [...this.ended.values()].some((count) => count !== 1)) throw new Error('a call ended twice')
  }

  checkCall(call: Call, agents: Map<string, Call>): void {
    if (this.ended.has(call.callId)) throw new Error(`${call.callId} lives after its end`)
    if (!('agentNumber' in call.state)) return
    const { agentNumber } = call.state
    if (agents.has(agentNumber)) throw new Error(`${agentNumber} has two calls`)
    if (agentNumber === '106' && call.direction === 'inbound') throw new Error('inbound call at an outbound agent')
    agents.set(agentNumber, call)
  }

  checkNobodyWaitsFor(queueIds: readonly number[]): void {
    for (const { state, audio, callId } of this.acd.calls()) {
      const reachable = audio.customer.kind === 'connected' || !audio.customer.lost
      if (state.kind === 'waiting' && queueIds.includes(state.queueId) && reachable) throw new Error(`${callId} waits beside an idle agent`)
    }
  }
}

describe('the ACD in random histories', () => {
  it(`keeps every promise over ${steps} steps`, { timeout: 300_000 }, () => {
    const perHistory = 5_000
    const met = new Set<string>()
    for (let seed = 1; seed <= Math.ceil(steps / perHistory); seed += 1) {
      const history = new History(seed)
      for (let n = 0; n < perHistory; n += 1) {
        history.step()
        try {
          history.check()
        } catch (error) {
          throw new Error(`seed ${seed}, step ${n}: ${String(error)}`, { cause: error })
        }
        if (n % 500 === 499) history.ended.clear()
      }
      for (const what of history.met) met.add(what)
    }
    const states = ['waiting', 'offered', 'dialling', 'alerting', 'talking', 'held']
    const causes = [
      'customerHangUp',
      'agentHangUp',
      'abandoned',
      'waitExpired',
      'overflow',
      'offDuty',
      'noAnswer',
      'connectionLost',
      'mediaFailed',
    ]
    expect([...met]).toEqual(expect.arrayContaining([...states, ...causes]))
  })

  it('leaves no call and no agent hanging when everybody goes away', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const history = new History(seed)
      for (let n = 0; n < 300; n += 1) history.step()
      for (const call of history.acd.calls()) {
        history.acd.handle({ type: 'audioLost', callId: call.callId, party: 'customer' }, history.now)
        history.acd.handle({ type: 'audioLost', callId: call.callId, party: 'agent' }, history.now)
      }
      for (const agentNumber of agentNumbers) history.acd.handle({ type: 'seatDisconnected', agentNumber }, history.now)
      for (let next = history.acd.nextDeadline(); next !== null; next = history.acd.nextDeadline())
        history.acd.handle({ type: 'deadlines' }, Math.max(next, history.now))
      history.collect()
      const hanging = [...history.acd.calls()].map((call) => `${call.callId} ${call.state.kind}`)
      expect(hanging, `seed ${seed}`).toEqual([])
      for (const seat of history.acd.seats()) expect(['signedOut'], `seed ${seed}`).toContain(seat.state.kind)
      const lost = [...history.arrived].filter((callId) => history.ended.get(callId) !== 1)
      expect(lost, `seed ${seed}`).toEqual([])
    }
  })
})
