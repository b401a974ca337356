// Random histories of a small contact centre. After every step: nobody is offered twice, nobody is lost, nobody is stuck.
import { signedOutReasons } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import type { Call } from '../call/call.ts'
import { agentsOf, customerLeg, otherLeg } from '../call/ends.ts'
import { Acd } from './acd.ts'
import type { Seat } from '../agent/seat.ts'
import { isOfferable } from './idle-agents.ts'
import { testAgent, testConfig, testQueue } from './testing.ts'
import type { DeskCommand } from './scene.ts'
import type { QueueConfig, RoutingConfig } from '../config/routing-config.ts'

const steps = 1_000_000
const agentNumbers = ['101', '102', '103', '104', '105', '106']

const dayMs = 86_400_000
const settings = (revision: number): RoutingConfig =>
  testConfig({
    revision,
    queues: new Map([
      [1, testQueue(1, { recording: 'onDemand', maxQueued: 4, maxWaitSeconds: 40, onOverflow: { action: 'transfer', queueId: 2 } })],
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
        testAgent(number, { 1: (index % 3) + 1, 2: 5 }, number === '106' ? 'outbound' : number === '105' ? 'inspector' : 'agent'),
      ]),
    ),
  })

/** As an administrator leaves them in the middle of the day: people and skills taken away and given back, a queue deleted or closed. */
function changedSettings(revision: number, random: () => number): RoutingConfig {
  const usual = settings(revision)
  if (random() < 0.3) return usual
  const hasSecond = random() < 0.8
  const queues = new Map(
    [...usual.queues].flatMap(([id, queue]) => (id === 2 && !hasSecond ? [] : [[id, changedQueue(queue, hasSecond, random)] as const])),
  )
  const routes = usual.routes.filter(({ queueId }) => queues.has(queueId))
  const agents = [...usual.agents].flatMap(([number, agent]) => {
    if (random() < 0.1) return []
    const skills = new Map([...agent.skills].filter(([id]) => queues.has(id) && random() < 0.7))
    return [[number, { ...agent, skills, phone: random() < 0.5 ? '555' : '' }] as const]
  })
  return { ...usual, queues, routes, agents: new Map(agents) }
}

function changedQueue(queue: QueueConfig, hasSecond: boolean, random: () => number): QueueConfig {
  const release = { action: 'release' } as const
  const onClosed = hasSecond && random() < 0.5 ? ({ action: 'transfer', queueId: 3 - queue.id } as const) : release
  const hours = random() < 0.2 ? { weekly: [], specialDays: [] } : null
  return { ...queue, ...(hasSecond ? {} : { onTimeout: release, onOverflow: release }), onClosed, hours }
}

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

const inspecting = new Set(['supervise', 'intercept', 'forceState', 'forceRelease'])

class History {
  config = settings(1)
  acd = new Acd(this.config)
  now = 1_000_000
  calls = 0
  arrived = new Set<string>()
  ended = new Map<string, number>()
  /** Kinds of states and causes of ends that were met: a history that meets few proves little. */
  readonly met = new Set<string>()
  readonly seqs = new Map<string, number>()
  readonly carried = new Map<number, number>()
  beginsAnew = false
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
    const before = this.now
    this.now += Math.floor(this.random() * 3000)
    if (Math.floor(this.now / dayMs) !== Math.floor(before / dayMs)) this.beginsAnew = true
    const kind = this.random()
    if (kind < 0.2) this.arrive()
    else if (kind < 0.3) this.acd.handle({ type: 'deadlines' }, this.now)
    else if (kind < 0.5) this.line()
    else if (kind < 0.6) this.presence()
    else if (kind < 0.601) this.restart()
    else if (kind < 0.606)
      this.acd.handle({ type: 'configChanged', config: (this.config = changedSettings(this.now, this.random)) }, this.now)
    else if (kind < 0.75) this.likely()
    else this.command()
    this.collect()
  }

  /** What would come next in life: pure chance seldom gets as far as a three-party call. */
  likely(): void {
    const calls = [...this.acd.calls()]
    if (calls.length === 0) return
    const linked = calls.filter(({ purpose }) => purpose === 'consult')
    const call = this.pick(linked.length > 0 && this.random() < 0.7 ? linked : calls)
    if (call.purpose === 'consult' && (call.state.kind === 'talking' || call.state.kind === 'held')) this.linked(call)
    else if (call.state.kind === 'talking') this.whileTalking(call.callId, call.state.agentNumber)
    else this.pickUp(call)
  }

  whileTalking(callId: string, agentNumber: string): void {
    const to = { kind: 'agent', agentNumber: this.pick(agentNumbers) } as const
    if (this.random() < 0.5) this.ask(agentNumber, { kind: 'consult', callId, to })
    else this.ask('105', this.pick(this.inspections(callId)))
  }

  pickUp(call: Call): void {
    const { state, callId, roomId } = call
    if (state.kind === 'offered' || state.kind === 'directed') this.ask(state.agentNumber, { kind: 'answer', callId })
    if (state.kind === 'transferring') this.acd.handle({ type: 'lineAnswered', room: roomId, leg: state.leg }, this.now)
    if (state.kind === 'dialling' || state.kind === 'alerting')
      this.acd.handle({ type: 'lineAnswered', room: roomId, leg: customerLeg(call) ?? '' }, this.now)
    if (state.kind === 'handedOff' && this.random() < 0.3) this.acd.handle({ type: 'lineHungUp', room: roomId, leg: state.leg }, this.now)
  }

  linked(consult: Call): void {
    const parent = this.acd.call(consult.parentCallId ?? '')
    if (!parent || !('agentNumber' in parent.state)) return
    const { callId } = parent
    const kind = this.pick(['completeTransfer', 'takeBack', 'swap', 'swap', 'conference', 'conference'] as const)
    this.ask(parent.state.agentNumber, this.random() < 0.2 ? { kind: 'hangUp', callId } : { kind, callId })
  }

  ask(agentNumber: string, command: DeskCommand): void {
    const newCallId = `o${(this.calls += 1)}`
    const reply = this.acd.command({ agentNumber, browserId: 'b', newCallId }, command, this.now)
    if (reply.ok && reply.callId === newCallId) this.arrived.add(reply.callId)
    if (reply.ok) this.met.add(command.kind)
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
        ref: '',
      },
      this.now,
    )
  }

  line(): void {
    const call = this.acd.call(this.liveCall())
    const leg = call && this.pick([customerLeg(call), otherLeg(call)])
    if (!call || !leg) return
    const at = { room: call.roomId, leg }
    const type = this.pick([
      'lineHungUp',
      'lineLost',
      'lineAlerting',
      'lineAnswered',
      'audioConnected',
      'audioConnected',
      'audioLost',
      'audioQuiet',
      'audioHeard',
      'lineFailed',
      'lineReferred',
    ] as const)
    if (type === 'lineFailed')
      this.acd.handle({ type, ...at, cause: this.pick(['calleeBusy', 'rejected', 'noAnswer', 'networkFailure']) }, this.now)
    else if (type === 'audioQuiet') this.acd.handle({ type, ...at, seconds: 30 }, this.now)
    else if (type === 'lineReferred') this.acd.handle({ type, ...at, number: this.pick(['555', ...agentNumbers]) }, this.now)
    else this.acd.handle({ type, ...at }, this.now)
  }

  presence(): void {
    const chance = this.random()
    const type = chance < 0.75 ? 'seatConnected' : chance < 0.98 ? 'seatDisconnected' : 'seatEnded'
    this.acd.handle({ type, agentNumber: this.pick(agentNumbers) }, this.now)
  }

  command(): void {
    const callId = this.liveCall()
    const to = this.pick([
      { kind: 'agent', agentNumber: this.pick(agentNumbers) },
      { kind: 'queue', queueId: this.pick([1, 2]) },
      { kind: 'number', number: '555' },
    ] as const)
    const commands: DeskCommand[] = [
      { kind: 'signIn', queueIds: this.pick([[1], [2], [1, 2]]), device: this.pick(['browser', 'phone']) },
      { kind: 'signIn', queueIds: [1, 2], device: 'browser' },
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
      { kind: 'dial', number: '123', queueId: null, mediaType: 'audio', pageOrigin: null },
      { kind: 'callInside', to },
      { kind: 'blindTransfer', callId, to },
      { kind: 'consult', callId, to },
      { kind: 'consult', callId, to },
      { kind: 'completeTransfer', callId },
      { kind: 'takeBack', callId },
      { kind: 'swap', callId },
      { kind: 'conference', callId },
      { kind: 'record', callId, action: this.pick(['start', 'pause', 'resume', 'stop']) },
    ]
    if (this.random() < 0.1) commands.push(...this.inspections(callId))
    if (this.random() < 0.1) commands.push({ kind: 'signOut' })
    const call = this.acd.call(callId)
    const command = this.pick(commands)
    const owners = call ? agentsOf(call) : []
    const one = owners.length > 0 && this.random() < 0.8 ? this.pick(owners) : this.pick(agentNumbers)
    this.ask(inspecting.has(command.kind) ? '105' : one, command)
  }

  inspections(callId: string): DeskCommand[] {
    return [
      { kind: 'supervise', callId, mode: this.pick(['listen', 'whisper', 'bargeIn']) },
      { kind: 'intercept', callId },
      { kind: 'forceState', agentNumber: this.pick(agentNumbers), state: this.pick(['idle', 'busy', 'rest', 'signedOut']) },
      { kind: 'forceRelease', callId },
    ]
  }

  restart(): void {
    this.collect()
    const stored = structuredClone({ calls: [...this.acd.calls()], seats: [...this.acd.seats()], days: new Map() })
    // Settings can be changed while nobody is there to follow them.
    if (this.random() < 0.3) this.config = changedSettings(this.now, this.random)
    this.acd = new Acd(this.config)
    this.acd.restore(stored, this.now)
    this.beginsAnew = true
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

  /** Of each queue: who was offered was answered, gave up, was given up, left, or waits. */
  checkFigures(): void {
    if (this.beginsAnew) this.carried.clear()
    for (const queue of this.acd.board({ seesNumbers: true }, null, this.now).queues) {
      const { offered, answered, abandoned, timedOut, left, waiting } = queue
      const ringing = [...this.acd.calls()].filter(({ state }) => state.kind === 'offered' && state.queueId === queue.queueId).length
      const sum = answered + abandoned + timedOut + left + waiting + ringing
      // Whoever waits when a day begins, or the desk is read anew, was offered before. A queue can be deleted meanwhile.
      if (!this.carried.has(queue.queueId)) this.carried.set(queue.queueId, sum - offered)
      if (offered + (this.carried.get(queue.queueId) ?? 0) !== sum)
        throw new Error(`queue ${queue.queueId}: offered ${offered}, in all ${sum}`)
    }
    this.beginsAnew = false
  }

  check(): void {
    this.checkFigures()
    const agentsInCalls = new Map<string, Call[]>()
    for (const call of this.acd.calls()) this.checkCall(call, agentsInCalls)
    for (const seat of this.acd.seats()) {
      const calls = agentsInCalls.get(seat.agentNumber) ?? []
      this.checkSeat(seat, calls)
      if (isOfferable(seat, this.acd.config.agents.get(seat.agentNumber))) this.checkNobodyWaitsFor(seat.queueIds)
    }
    if (this.now > 0 && [...this.ended.values()].some((count) => count !== 1)) throw new Error('a call ended twice')
  }

  /** Whatever was configured: nobody who is to take calls is in no queue, or in one that is not the agent's. */
  checkQueues({ agentNumber, state, queueIds, device }: Seat): void {
    const agent = this.acd.config.agents.get(agentNumber)
    if (queueIds.some((id) => !agent?.skills.has(id))) throw new Error(`${agentNumber} serves ${queueIds.join()}`)
    if (state.kind !== 'idle' && state.kind !== 'busy' && state.kind !== 'rest') return
    if (!agent || queueIds.length === 0) throw new Error(`${agentNumber} is ${state.kind} in no queue`)
    if (device === 'phone' && agent.phone === '') throw new Error(`${agentNumber} takes calls on no telephone`)
  }

  checkSeat(seat: Seat, calls: readonly Call[]): void {
    const { agentNumber, state } = seat
    this.checkQueues(seat)
    if (seat.signedOutFor !== null) this.met.add(seat.signedOutFor)
    const callId = state.kind === 'ringing' || state.kind === 'talking' ? state.callId : undefined
    const told = `seat ${agentNumber} ${state.kind} has ${callId}, calls say ${calls.map((call) => `${call.callId} ${call.state.kind}`).join()}`
    if (callId === undefined ? calls.length > 0 : !calls.some((call) => call.callId === callId)) throw new Error(told)
    if (state.kind === 'ringing' && calls.length !== 1) throw new Error(told)
    if (calls.length > 2 || new Set(calls.map(({ roomId }) => roomId)).size > 1)
      throw new Error(`${told}: more than a call and its consultation`)
  }

  checkCall(call: Call, agents: Map<string, Call[]>): void {
    if (call.state.kind === 'waiting' && !this.acd.config.queues.has(call.state.queueId))
      throw new Error(`${call.callId} waits in a deleted queue`)
    if (this.ended.has(call.callId)) throw new Error(`${call.callId} lives after its end`)
    if ('agentNumber' in call.state && call.state.agentNumber === '106' && call.state.kind === 'offered')
      throw new Error('inbound call at an outbound agent')
    for (const agentNumber of agentsOf(call)) agents.set(agentNumber, [...(agents.get(agentNumber) ?? []), call])
    this.checkHearing(call)
  }

  /** Nobody is heard who has no place in the room, and an inspector only as the mode says. */
  checkHearing({ roomId }: Call): void {
    const plan = this.acd.audioPlan(roomId)
    const legs = new Set(plan.legs.map(({ leg }) => leg))
    for (const { listener, source } of plan.hearing) {
      if (!legs.has(listener) || !legs.has(source) || listener === source) throw new Error(`${listener} hears ${source} in ${roomId}`)
    }
    for (const call of this.acd.calls()) {
      if (call.roomId !== roomId || call.state.kind !== 'supervising' || call.state.mode === 'bargeIn') continue
      const inspector = `agent/${call.state.agentNumber}`
      const listeners = plan.hearing.filter(({ source }) => source === inspector).map(({ listener }) => listener)
      if (listeners.length > (call.state.mode === 'listen' ? 0 : 1) || listeners.some((leg) => leg.startsWith('phone/')))
        throw new Error(`${inspector} is heard by ${listeners.join()} in ${call.state.mode}`)
    }
  }

  checkNobodyWaitsFor(queueIds: readonly number[]): void {
    for (const { state, audio, callId, passedOver } of this.acd.calls()) {
      const reachable = (passedOver?.until ?? null) === null && (audio.customer.kind === 'connected' || !audio.customer.lost)
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
    const states = ['waiting', 'offered', 'directed', 'dialling', 'alerting', 'talking', 'held', 'transferring', 'handedOff', 'supervising']
    const commands = [
      'callInside',
      'blindTransfer',
      'consult',
      'completeTransfer',
      'takeBack',
      'swap',
      'conference',
      'record',
      ...inspecting,
    ]
    const causes = [
      'customerHangUp',
      'agentHangUp',
      'abandoned',
      'waitExpired',
      'overflow',
      'offDuty',
      'closed',
      'noAnswer',
      'connectionLost',
      'mediaFailed',
      'transferred',
      'otherPartyHangUp',
      'forcedRelease',
      'nothingLeft',
    ]
    expect([...met]).toEqual(expect.arrayContaining([...states, ...commands, ...causes, ...signedOutReasons]))
  })

  it('leaves no call and no agent hanging when everybody goes away', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const history = new History(seed)
      for (let n = 0; n < 300; n += 1) history.step()
      for (const call of history.acd.calls()) {
        const legs = [customerLeg(call), otherLeg(call)].filter((leg) => leg !== null)
        for (const leg of legs) history.acd.handle({ type: 'audioLost', room: call.roomId, leg }, history.now)
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
