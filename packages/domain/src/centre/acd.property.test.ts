// Random histories of a small contact centre. After every step: nobody is offered twice, nobody is lost, nobody is stuck.
import { signedOutReasons } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import { agentState } from '../agent/agent-state.ts'
import type { AgentSession } from '../agent/agent-session.ts'
import { mayBeOffered } from '../agent/capacity.ts'
import { isCall } from '../config/channels.ts'
import type { Contact } from '../contact/contact.ts'
import { agentsOf, factsOf } from '../contact/state-facts.ts'
import { legsOf, type Talk } from '../voice/talk.ts'
import { phaseOf, type Phase } from '../voice/phase.ts'
import { flowIds, randomEvent, stuckFlow } from './test-support/random-flows.ts'
import { agentNumbers, changedSettings, generator, settings } from './test-support/random-settings.ts'
import { planOf, storedOf } from './test-support/testing.ts'
import type { CentreCommand } from './command-table.ts'

const steps = 1_000_000
const dayMs = 86_400_000
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

  get contacts(): Contact[] {
    return [...this.acd.centre.state.contacts.values()]
  }

  get texts(): Contact[] {
    return this.contacts.filter(({ channel }) => !isCall(channel))
  }

  get voices(): { room: string; leg: string }[] {
    const talks = this.contacts.filter(({ channel }) => isCall(channel)).map((contact) => this.talk(contact))
    return talks.flatMap((talk) => legsOf(talk).map(({ id }) => ({ room: talk.roomId, leg: id })))
  }

  talk(contact: Contact): Talk {
    return this.acd.centre.voice.talkOf(contact)
  }

  phase(contact: Contact): Phase {
    return phaseOf(this.talk(contact))
  }

  call(callId: string | null): Contact | undefined {
    return this.acd.centre.state.contacts.get(callId ?? '')
  }

  liveCall(): string {
    const live = this.contacts.filter(({ channel }) => isCall(channel))
    return live.length === 0 ? 'none' : this.pick(live).callId
  }

  /** One random step. */
  step(): void {
    const before = this.now
    this.now += Math.floor(this.random() * 3000)
    if (Math.floor(this.now / dayMs) !== Math.floor(before / dayMs)) this.beginsAnew = true
    const kind = this.random()
    if (kind < 0.12) this.arrive()
    else if (kind < 0.17) this.textArrives()
    else if (kind < 0.2) this.text()
    else if (kind < 0.25) this.flow()
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
    const calls = this.contacts.filter(({ channel }) => isCall(channel))
    if (calls.length === 0) return
    const linked = calls.filter(({ purpose }) => purpose === 'consult')
    const call = this.pick(linked.length > 0 && this.random() < 0.7 ? linked : calls)
    const phase = this.phase(call)
    if (call.purpose === 'consult' && (phase === 'talking' || phase === 'held')) this.linked(call)
    else if (phase === 'talking') this.whileTalking(call.callId, call.agentNumber ?? '')
    else this.pickUp(call)
  }

  whileTalking(callId: string, agentNumber: string): void {
    const to = { kind: 'agent', agentNumber: this.pick(agentNumbers) } as const
    if (this.random() < 0.5) this.ask(agentNumber, { kind: 'consult', callId, to })
    else this.ask('105', this.pick(this.inspections(callId)))
  }

  pickUp(call: Contact): void {
    const { state, callId } = call
    const { roomId: room, served, serving } = this.talk(call)
    const phase = this.phase(call)
    const outside = { room, leg: (phase === 'transferring' || phase === 'handedOff' ? serving?.id : (served ?? serving)?.id) ?? '' }
    if (state.kind === 'offered') this.ask(state.agentNumber, { kind: 'answer', callId })
    if (['transferring', 'dialling', 'alerting'].includes(phase)) this.acd.handle({ type: 'lineAnswered', ...outside }, this.now)
    if (phase === 'handedOff' && this.random() < 0.3) this.acd.handle({ type: 'lineHungUp', ...outside }, this.now)
  }

  linked(consult: Contact): void {
    const parent = this.call(consult.parentCallId)
    const agentNumber = parent && factsOf(parent.state).agentNumber
    if (!parent || !agentNumber) return
    const { callId } = parent
    const kind = this.pick(['completeTransfer', 'takeBack', 'swap', 'swap', 'conference', 'conference'] as const)
    this.ask(agentNumber, this.random() < 0.2 ? { kind: 'hangUp', callId } : { kind, callId })
  }

  ask(agentNumber: string, command: CentreCommand): void {
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
        dialled: this.pick(['4466', '44662', '44662', '446631', '446632', '446633']),
        attachedData: {},
        ref: '',
      },
      this.now,
    )
  }

  textArrives(): void {
    const callId = `t${(this.calls += 1)}`
    this.arrived.add(callId)
    const [channel, accessCode] = this.pick([['web', '7001'] as const, ['email', '7002'] as const])
    this.acd.handle({ type: 'contactArrived', callId, channel, customer: 'visitor', accessCode, attachedData: {} }, this.now)
  }

  /** What flows are told. */
  flow(): void {
    const inFlows = this.contacts.filter(({ flow }) => flow !== null)
    if (inFlows.length === 0) return
    const contact = this.pick(inFlows)
    const event = randomEvent(contact, (items) => this.pick(items))
    this.acd.handle({ type: 'flowTold', callId: contact.callId, n: contact.flow?.n ?? 0, event }, this.now)
  }

  /** What customers and agents do to written contacts. */
  text(): void {
    const { texts } = this
    if (texts.length === 0) return
    const { callId, agentNumber } = this.pick(texts)
    const chance = this.random()
    if (chance < 0.15) this.acd.handle({ type: 'customerLeft', callId }, this.now)
    else if (agentNumber !== null) this.ask(agentNumber, { kind: chance < 0.8 ? 'answer' : 'hangUp', callId })
  }

  line(): void {
    const call = this.call(this.liveCall())
    const talk = call && this.talk(call)
    const leg = talk && this.pick(legsOf(talk))
    if (!talk || !leg) return
    const at = { room: talk.roomId, leg: leg.id }
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
    const commands: CentreCommand[] = [
      { kind: 'signIn', queueIds: this.pick([[1], [2], [1, 2]]), device: this.pick(['browser', 'phone']) },
      { kind: 'signIn', queueIds: [1, 2], device: 'browser' },
      { kind: 'signIn', queueIds: [1, 2, 3, 4], device: 'browser' },
      { kind: 'signIn', queueIds: [3, 4], device: 'browser' },
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
      { kind: 'blindTransfer', callId, to: { kind: 'flow', flowId: this.pick(flowIds), comesBack: this.random() < 0.5 } },
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
    const call = this.call(callId)
    const command = this.pick(commands)
    const owners = call ? agentsOf(call) : []
    const one = owners.length > 0 && this.random() < 0.8 ? this.pick(owners) : this.pick(agentNumbers)
    this.ask(inspecting.has(command.kind) ? '105' : one, command)
  }

  inspections(callId: string): CentreCommand[] {
    return [
      { kind: 'supervise', callId, mode: this.pick(['listen', 'whisper', 'bargeIn']) },
      { kind: 'intercept', callId },
      { kind: 'forceState', agentNumber: this.pick(agentNumbers), state: this.pick(['idle', 'busy', 'rest', 'signedOut']) },
      { kind: 'forceRelease', callId },
    ]
  }

  restart(): void {
    this.collect()
    const stored = storedOf(this.acd)
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
    for (const { contact } of changes.contacts) {
      if (contact.state.kind === 'ended') this.ended.set(contact.callId, (this.ended.get(contact.callId) ?? 0) + 1)
      const live = this.call(contact.callId)
      if (live && isCall(live.channel)) this.met.add(this.phase(live))
      this.met.add(contact.state.kind === 'ended' ? contact.state.cause : `${contact.channel} ${contact.state.kind}`)
    }
  }

  /** Of each queue: who was offered was answered, gave up, was given up, left, or waits. */
  checkFigures(): void {
    if (this.beginsAnew) this.carried.clear()
    for (const queue of this.acd.ask('board', { seesNumbers: true, changed: null }, this.now).queues) {
      const { offered, answered, abandoned, timedOut, left, waiting } = queue
      const ringing = this.contacts.filter(
        ({ state }) => state.kind === 'offered' && state.via === 'queue' && state.back.queueId === queue.queueId,
      ).length
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
    const ofAgents = new Map<string, Contact[]>()
    for (const contact of this.contacts) this.checkContact(contact, ofAgents)
    for (const session of this.acd.centre.state.sessions.values()) {
      this.checkSession(session, ofAgents.get(session.agentNumber) ?? [])
      this.checkNobodyWaitsFor(session)
    }
    if (this.now > 0 && [...this.ended.values()].some((count) => count !== 1)) throw new Error('a contact ended twice')
  }

  /** Whatever was configured: nobody who is to take calls is in no queue, or in one that is not the agent's. */
  checkQueues(session: AgentSession): void {
    const { agentNumber, queueIds, device } = session
    const agent = this.acd.config.agents.get(agentNumber)
    const { kind } = agentState(session)
    if (queueIds.some((id) => !agent?.skills.has(id))) throw new Error(`${agentNumber} serves ${queueIds.join()}`)
    if ((kind !== 'idle' && kind !== 'busy' && kind !== 'rest') || session.assignments.some(({ state }) => state.kind !== 'wrapUp')) return
    if (!agent || queueIds.length === 0) throw new Error(`${agentNumber} is ${kind} in no queue`)
    if (device === 'phone' && agent.phone === '') throw new Error(`${agentNumber} takes calls on no telephone`)
  }

  /** The agent has what the contacts say, no more than the limits allow, and one call with its consultation at most. */
  checkSession(session: AgentSession, contacts: readonly Contact[]): void {
    const { agentNumber, assignments } = session
    this.checkQueues(session)
    if (session.signedOutFor !== null) this.met.add(session.signedOutFor)
    const has = assignments.filter(({ state }) => state.kind !== 'wrapUp')
    const told = `${agentNumber} has ${JSON.stringify(assignments)}, contacts say ${contacts.map(({ callId, state }) => `${callId} ${state.kind}`).join()}`
    if (
      has
        .map(({ callId }) => callId)
        .toSorted()
        .join() !==
      contacts
        .map(({ callId }) => callId)
        .toSorted()
        .join()
    )
      throw new Error(told)
    const calls = contacts.filter(({ channel }) => isCall(channel))
    if (calls.length > 1 && has.some(({ channel, state }) => isCall(channel) && state.kind === 'offered')) throw new Error(told)
    if (calls.length > 2 || new Set(calls.map((call) => this.talk(call).roomId)).size > 1)
      throw new Error(`${told}: more than a call and its consultation`)
    for (const channel of ['web', 'email'] as const)
      if (assignments.filter((each) => each.channel === channel).length > this.acd.config.capacity.limits[channel])
        throw new Error(`${told}: beyond the limit of ${channel}`)
  }

  checkContact(contact: Contact, agents: Map<string, Contact[]>): void {
    const { callId, state, channel } = contact
    if (state.kind === 'waiting' && !this.acd.config.queues.has(state.queueId)) throw new Error(`${callId} waits in a deleted queue`)
    if (this.ended.has(callId)) throw new Error(`${callId} lives after its end`)
    if (state.kind === 'offered' && state.via === 'queue' && state.agentNumber === '106') throw new Error('a contact at an outbound agent')
    const stuck = stuckFlow(contact)
    if (stuck) throw new Error(stuck)
    for (const agentNumber of agentsOf(contact)) agents.set(agentNumber, [...(agents.get(agentNumber) ?? []), contact])
    if (isCall(channel)) this.checkHearing(this.talk(contact).roomId)
  }

  /** Nobody is heard who has no place in the room, and an inspector only as the mode says. */
  checkHearing(roomId: string): void {
    const plan = planOf(this.acd, roomId)
    const legs = new Set(plan.legs.map(({ leg }) => leg))
    for (const { listener, source } of plan.hearing) {
      if (!legs.has(listener) || !legs.has(source) || listener === source) throw new Error(`${listener} hears ${source} in ${roomId}`)
    }
    for (const { serving } of this.acd.centre.voice.inRoom(roomId)) {
      if (!serving?.mode || serving.mode === 'bargeIn') continue
      const listeners = plan.hearing.filter(({ source }) => source === serving.id).map(({ listener }) => listener)
      if (listeners.length > (serving.mode === 'listen' ? 0 : 1) || listeners.some((leg) => leg.startsWith('phone/')))
        throw new Error(`${serving.id} is heard by ${listeners.join()} in ${serving.mode}`)
    }
  }

  /** Whoever may be offered a contact of a channel has nobody of that channel waiting in the queues. */
  checkNobodyWaitsFor(session: AgentSession): void {
    const { agents, capacity } = this.acd.config
    const rules = { agent: agents.get(session.agentNumber), capacity }
    for (const { state, callId, channel, passedOver } of this.contacts) {
      if (state.kind !== 'waiting' || !session.queueIds.includes(state.queueId) || (passedOver?.until ?? null) !== null) continue
      if (!mayBeOffered(session, channel, rules) || this.isLost(callId)) continue
      throw new Error(`${callId} waits beside ${session.agentNumber}`)
    }
  }

  isLost(callId: string): boolean {
    const contact = this.call(callId)
    const presence = contact && isCall(contact.channel) ? this.talk(contact).served?.presence : undefined
    return presence?.kind === 'absent' && presence.lost
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
    const texts = ['web', 'email'].flatMap((channel) => ['waiting', 'offered', 'active'].map((state) => `${channel} ${state}`))
    const states = ['inFlow', 'waiting', 'offered', 'dialling', 'alerting', 'talking', 'held', 'transferring', 'handedOff', 'supervising']
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
      'flowEnded',
      'flowFailed',
    ]
    expect([...met]).toEqual(expect.arrayContaining([...texts, ...states, ...commands, ...causes, ...signedOutReasons]))
  })

  it('leaves no contact and no agent hanging when everybody goes away', { timeout: 60_000 }, () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const history = new History(seed)
      for (let n = 0; n < 300; n += 1) history.step()
      for (const { callId } of history.texts) history.acd.handle({ type: 'customerLeft', callId }, history.now)
      for (const { room, leg } of history.voices) history.acd.handle({ type: 'audioLost', room, leg }, history.now)
      for (const agentNumber of agentNumbers) history.acd.handle({ type: 'seatDisconnected', agentNumber }, history.now)
      for (let next = history.acd.nextDeadline(); next !== null; next = history.acd.nextDeadline())
        history.acd.handle({ type: 'deadlines' }, Math.max(next, history.now))
      history.collect()
      const hanging = history.contacts.map(({ callId, state }) => `${callId} ${state.kind}`)
      expect(hanging, `seed ${seed}`).toEqual([])
      for (const session of history.acd.centre.state.sessions.values()) expect(agentState(session).kind, `seed ${seed}`).toBe('signedOut')
      const lost = [...history.arrived].filter((callId) => history.ended.get(callId) !== 1)
      expect(lost, `seed ${seed}`).toEqual([])
    }
  })
})
