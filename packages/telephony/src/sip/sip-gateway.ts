// SignalingGateway over SIP: wires transport, transactions, dialogs and registrations, and keeps the table of calls.

import { CallTable } from './call-table.ts'
import { systemClock } from './base/clock.ts'
import type { EndCause, ReofferOutcome } from './dialog/call-event.ts'
import { IncomingCall } from './dialog/incoming-call.ts'
import { OutgoingCall } from './dialog/outgoing-call.ts'
import type { Stack } from './dialog/stack.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { replacedBy } from './dialog/replaces.ts'
import { UserAgent } from './dialog/user-agent.ts'
import { parseUri, sipUri, type Uri } from './message/uri.ts'
import { probe } from './probe.ts'
import { farEndOf, hangUpFarEnd } from './dialog/far-end.ts'
import { randomId } from './base/random-id.ts'
import { Registrar } from './registration/registrar.ts'
import { TrunkRegistrations, type TrunkOutcome, type TrunkRegistration } from './registration/trunk-registrations.ts'
import { incomingEventOf } from './incoming-event.ts'
import { connectTo, Routing } from './routing.ts'
import { TransactionLayer } from './transaction/transaction-layer.ts'
import type { ServerTransaction } from './transaction/server-transaction.ts'
import type { SipRequest } from './message/sip-message.ts'
import type { SipGatewaySettings } from './sip-gateway-settings.ts'
import type { DialRequest, SignalingEvent, SignalingGateway } from './signaling-gateway.ts'
import type { Flow, HostPort, TransportName } from './transport/flow.ts'
import { TransportLayer, type TransportHandlers } from './transport/transport-layer.ts'

type GatewayTransport = Pick<TransportLayer, 'listening' | 'connect' | 'replyFlow' | 'close' | 'dropped'>
type OpenTransport = (handlers: TransportHandlers) => Promise<GatewayTransport>

export class SipGateway implements SignalingGateway {
  readonly #settings: SipGatewaySettings
  readonly #stack: Stack
  readonly #agent: UserAgent
  readonly #registrar: Registrar | undefined
  readonly #door: Doorkeeper
  readonly #trunks: TrunkRegistrations
  readonly #routing: Routing
  readonly #calls = new CallTable()
  readonly #listeners = new Set<(event: SignalingEvent) => void>()
  #transport: GatewayTransport | undefined

  private constructor(settings: SipGatewaySettings) {
    const clock = settings.clock ?? systemClock
    this.#settings = settings
    this.#agent = new UserAgent({
      onInvite: (transaction) => this.#accept(transaction),
      onRegister: (transaction) => this.#registrar?.receive(transaction),
    })
    const handlers = {
      admit: (request: SipRequest, flow: Flow) => this.#door.judge(request, flow),
      onRequest: (transaction: ServerTransaction) => this.#agent.receive(transaction),
      onStrayAck: (ack: SipRequest) => this.#agent.receiveAck(ack),
      onStrayResponse: this.#agent.receiveStray.bind(this.#agent),
    }
    const replyFlow = (request: SipRequest, flow: Flow): Flow => this.#transport?.replyFlow(request, flow) ?? flow
    this.#stack = { clock, transactions: new TransactionLayer({ clock, handlers, replyFlow }) }
    const onChanged = (user: string, registered: boolean): void => this.#emit({ type: 'userRegistration', user, registered })
    this.#registrar = settings.registrar && new Registrar({ settings: settings.registrar, clock, onChanged })
    this.#door = new Doorkeeper({ settings, agent: this.#agent, registrar: this.#registrar })
    const connect = (uri: Uri): Promise<Flow> => connectTo(uri, this.#transport)
    const onOutcome: TrunkOutcome = (trunk, outcome) => this.#emit({ type: 'trunkRegistration', trunk, ...outcome })
    this.#trunks = new TrunkRegistrations({ stack: this.#stack, connect, onOutcome })
    this.#routing = new Routing({ registrar: this.#registrar, trunks: this.#trunks, connect })
  }

  /** Rejects when an address cannot be listened on, or when the store of bindings fails. */
  static open(settings: SipGatewaySettings): Promise<SipGateway> {
    const clock = settings.clock ?? systemClock
    return SipGateway.over(settings, (handlers) => TransportLayer.open({ settings: settings.transport, clock, handlers }))
  }

  /** Over another transport, such as a test's network with losses. */
  static async over(settings: SipGatewaySettings, openTransport: OpenTransport): Promise<SipGateway> {
    const gateway = new SipGateway(settings)
    gateway.#transport = await openTransport({
      onMessage: (message, flow) => gateway.#stack.transactions.receive(message, flow),
      onFlowClosed: (flow) => gateway.#stack.transactions.flowClosed(flow),
      knows: (host) => gateway.#door.knowsHost(host) || gateway.#stack.transactions.awaits(host),
      answersMalformed: settings.answersMalformed ?? (() => false),
    })
    await gateway.#restoreBindings()
    return gateway
  }

  /** Where we listen, with the ports taken. */
  get listening(): { transport: TransportName; local: HostPort }[] {
    return this.#transport?.listening ?? []
  }

  /** What is under way, for figures and leak tests. */
  get load(): { calls: number; dialogs: number; transactions: number; dropped: number } {
    const dropped = this.#transport?.dropped ?? 0
    return { calls: this.#calls.size, dialogs: this.#agent.size, transactions: this.#stack.transactions.size, dropped }
  }

  on(listener: (event: SignalingEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  ring(callId: string, sdp?: string): boolean {
    const call = this.#calls.get(callId)
    if (call?.kind !== 'incoming') return false
    return call.leg.ring(sdp)
  }

  answer(callId: string, sdp: string): boolean {
    return this.#calls.offeredTo(callId)?.incoming.answer(sdp) ?? false
  }

  reject(callId: string, status: number): boolean {
    const call = this.#calls.get(callId)
    if (call?.kind === 'incoming' && call.leg.ringing) return call.leg.reject(status)
    return this.#calls.offeredTo(callId)?.incoming.reject(status) ?? false
  }

  dial(request: DialRequest): string {
    const callId = randomId()
    this.#calls.set(callId, { kind: 'connecting', cancelled: false })
    this.#dial(callId, request).catch(() => this.#emitEnd(callId, { kind: 'lost', detail: 'flow' }))
    return callId
  }

  async reoffer(callId: string, sdp: string): Promise<ReofferOutcome> {
    return this.#calls.sessionOf(callId)?.reoffer(sdp) ?? { ok: false, status: 481 }
  }

  askWhetherThere(callId: string): void {
    this.#calls.sessionOf(callId)?.askWhetherThere()
  }

  hangUp(callId: string): boolean {
    const call = this.#calls.get(callId)
    const session = this.#calls.sessionOf(callId)
    if (call === undefined) return false
    if (call.kind === 'connecting') call.cancelled = true
    else if (call.kind === 'incoming' && call.leg.ringing) return call.leg.reject(480)
    else if (session !== undefined) session.hangUp()
    else if (call.kind === 'outgoing') call.leg.cancel()
    return true
  }

  farEndOf(callId: string): string | undefined {
    const session = this.#calls.sessionOf(callId)
    return session && farEndOf(session.dialog)
  }

  hangUpFarEnd(farEnd: string): Promise<boolean> {
    const transport = this.#transport
    if (transport === undefined) return Promise.resolve(false)
    return hangUpFarEnd(farEnd, { stack: this.#stack, connect: (to) => transport.connect(to) })
  }

  refer(callId: string, uri: string, replaces?: string): boolean {
    const target = parseUri(uri)
    const session = this.#calls.sessionOf(callId)
    if (target === undefined || session === undefined) return false
    session.referral.refer(target, replaces)
    return true
  }

  referProgress(callId: string, status: number): boolean {
    return this.#calls.sessionOf(callId)?.referral.notify(status) ?? false
  }

  remoteOf(callId: string): HostPort | undefined {
    return this.#calls.remoteOf(callId)
  }

  async probe(uri: string): Promise<number | undefined> {
    const target = parseUri(uri)
    const flow = target && (await connectTo(target, this.#transport).catch(() => undefined))
    return target && flow && probe(this.#stack, target, flow)
  }

  /** Throws when the account is not a SIP URI: a fault of configuration. */
  register(trunk: string, registration: TrunkRegistration): void {
    this.#trunks.register(trunk, registration)
  }

  unregister(trunk: string): void {
    this.#trunks.unregister(trunk)
  }

  trunkRemote(trunk: string): HostPort | undefined {
    return this.#trunks.flowOf(trunk)?.remote
  }

  isRegistered(user: string): boolean {
    return (this.#registrar?.bindingsOf(user).length ?? 0) > 0
  }

  forgetUser(user: string): void {
    this.#registrar?.forget(user)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    for (const callId of this.#calls.keys()) this.hangUp(callId)
    this.#trunks.close()
    this.#registrar?.close()
    this.#agent.close()
    // The last BYE and REGISTER leave before the sockets close.
    await new Promise(setImmediate)
    this.#stack.transactions.close()
    await this.#transport?.close()
  }

  async #restoreBindings(): Promise<void> {
    try {
      await this.#registrar?.restore(async (remote) => connectTo(sipUri(remote), this.#transport))
    } catch (error) {
      await this.close()
      throw error
    }
  }

  #accept(transaction: ServerTransaction): void {
    const callId = randomId()
    const { request, flow, user } = transaction
    const replaced = replacedBy(request, (dialog) => this.#calls.callOf(this.#agent.session(dialog)))
    if ('refusal' in replaced) {
      this.#door.turnedAway(request, flow, replaced.refusal)
      return void transaction.respond({ status: replaced.refusal })
    }
    const leg = IncomingCall.receive({
      stack: this.#stack,
      transaction,
      credentials: this.#settings.credentialsOf?.(this.#door.arrivalOf(request, flow)),
      sessionSeconds: this.#settings.sessionSeconds ?? 1800,
      emit: (event) => this.#emitCall({ callId, ...event }),
      onClosed: (session) => this.#agent.remove(session),
    })
    if (leg === undefined) return
    this.#agent.add(leg.session)
    this.#calls.set(callId, { kind: 'incoming', leg, remote: flow.remote })
    const registeredUser = user ?? this.#registrar?.userOn(flow)
    this.#emit(incomingEventOf({ callId, transaction, registeredUser, replaces: replaced.callId }))
  }

  async #dial(callId: string, request: DialRequest): Promise<void> {
    const { to, flow } = await this.#routing.route(request)
    const call = this.#calls.get(callId)
    if (call?.kind === 'connecting' && call.cancelled) return this.#emitEnd(callId, { kind: 'cancelled', by: 'local' })
    const { from, sdp, credentials, headers = [], signOfLifeMs } = request
    const leg = new OutgoingCall({
      stack: this.#stack,
      flow,
      to,
      from: { displayName: from.displayName, uri: sipUri({ user: from.user, host: from.host }), params: new Map() },
      sdp,
      credentials,
      headers,
      signOfLifeMs,
      sessionSeconds: this.#settings.sessionSeconds ?? 1800,
      emit: (event) => this.#emitCall({ callId, ...event }),
      onSession: (session) => this.#agent.add(session),
      onClosed: (session) => this.#agent.remove(session),
    })
    this.#calls.set(callId, { kind: 'outgoing', leg, remote: flow.remote })
  }

  #emitEnd(callId: string, cause: EndCause): void {
    this.#emitCall({ callId, type: 'ended', cause })
  }

  #emitCall(event: Extract<SignalingEvent, { callId: string }>): void {
    if (event.type === 'ended') this.#calls.delete(event.callId)
    this.#emit(event)
  }

  #emit(event: SignalingEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
