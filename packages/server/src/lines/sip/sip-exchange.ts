// The telephone network of the installation over SIP: trunks, phones and their calls. This is the signalling side, beside
// the browser telephones' exchange; the desk decides, the director carries the audio.

import { SipGateway, type SignalingEvent } from '@openseat/telephony/sip/index'
import { reachableHost } from '@openseat/telephony/sip/transport/reachable-host'
import type { Logger } from 'pino'
import type { Env } from '../../runtime/env.ts'
import type { Overload } from '../../load/overload.ts'
import { addressMatcher, noNetwork, phoneRealm, type NetworkState, type TrunkStatus } from '../../settings/network-parts.ts'
import { statusOf, wasCut } from './causes.ts'
import { calledText } from './called.ts'
import { isCallable } from './incoming-text.ts'
import { IncomingLines, type IncomingParts } from './incoming-lines.ts'
import { farEndIn, isLineRef } from './line-ref.ts'
import { LineTable, type Line } from './line.ts'
import { listenAddresses } from './listen-addresses.ts'
import { NetworkDirectory, type NetworkDirectoryParts } from './network-directory.ts'
import { OutgoingLines } from './outgoing-lines.ts'
import { phoneBindings } from './phone-bindings.ts'
import { CallAdmission } from './call-admission.ts'
import type { LegPlace, RtpLegs } from '../../desk/ports/rtp-legs.ts'
import type { LineWanted, RoomPlan, SipActor } from '../../desk/ports/line-port.ts'
import { SipWarnings } from './sip-warnings.ts'
import { callsOn, endFacts, factsOf, type SipContext } from './sip-context.ts'
import { credentialsOf, registrationName, TrunkMonitor } from './trunk-monitor.ts'

export type SipEnv = Pick<Env, 'sipHost' | 'sipPort' | 'sipTls' | 'sipUnknown' | 'sipContacts' | 'publicAddress'>

export interface SipExchangeParts
  extends Pick<NetworkDirectoryParts, 'settings' | 'platform' | 'secrets'>, Omit<IncomingParts, 'admission'> {
  readonly env: SipEnv
  readonly legs: RtpLegs
  readonly log: Logger
  readonly overload: Pick<Overload, 'refuses'>
}

export interface SipFigures {
  readonly callsByTrunk: ReadonlyMap<string, number>
  readonly lines: number
  /** Phones that can be called. */
  readonly registeredPhones: number
  /** Since the start. */
  readonly wrongPasswords: number
  /** Messages that were not read, or not answered for being malformed. */
  readonly dropped: number
}

interface Running {
  readonly context: SipContext
  readonly gateway: SipGateway
  readonly incoming: IncomingLines
  readonly outgoing: OutgoingLines
}

/** Per stranger's address; trunks, phones and the operator's own networks may send more. */
const rateLimit = { messagesPerSecond: 300, burst: 600 }

export class SipExchange implements NetworkState {
  readonly #parts: SipExchangeParts
  readonly #directory: NetworkDirectory
  readonly #warnings: SipWarnings
  #running: Running | undefined

  constructor(parts: SipExchangeParts) {
    this.#parts = parts
    const failed = (what: string, error: unknown): void => parts.log.error({ err: error }, what)
    this.#warnings = new SipWarnings(parts.log)
    parts.legs.onSilent((at) => this.#askWhetherThere(at))
    this.#directory = new NetworkDirectory({ settings: parts.settings, platform: parts.platform, secrets: parts.secrets, failed })
  }

  /** Reads the network and opens the sockets; rejects when an address cannot be listened on. Before, nothing is reachable. */
  async start(): Promise<void> {
    const { env, log, legs } = this.#parts
    const admission = new CallAdmission({
      directory: this.#directory,
      remoteOf: (trunkId) => this.#carrierHost(trunkId),
      unknownSources: env.sipUnknown,
      isFull: (trunk) => this.#running?.incoming.isFull(trunk) === true,
      refusesNew: () => this.#parts.overload.refuses('sipCall'),
      stray: ({ name }, called) => this.#warnings.stray(name, called),
    })
    const gateway = await this.#openGateway(admission)
    const monitor = new TrunkMonitor({
      gateway,
      now: this.#parts.now,
      changed: (trunk, state) => log.info({ trunk: trunk.name }, `trunk ${state}`),
    })
    const failed = (what: string, error: unknown): void => log.error({ err: error }, what)
    const ownHost = env.publicAddress ?? reachableHost(env.sipHost)
    const context: SipContext = {
      gateway,
      lines: new LineTable(),
      directory: this.#directory,
      monitor,
      legs,
      ownHost,
      contacts: env.sipContacts,
      failed,
      noted: (what, facts) => log.warn(facts, what),
      refused: (call) => this.#warnings.refused(call),
    }
    const incoming = new IncomingLines(context, { ...this.#parts, admission })
    this.#running = { context, gateway, incoming, outgoing: new OutgoingLines(context) }
    gateway.on((event) => this.#onEvent(event))
    try {
      await this.#directory.open({
        trunksChanged: () => monitor.follow(this.#directory.trunks),
        phonesRevoked: (userNames) => userNames.forEach((userName) => gateway.forgetUser(userName)),
      })
      monitor.follow(this.#directory.trunks)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Where we listen. */
  get listening(): SipGateway['listening'] {
    return this.#running?.gateway.listening ?? []
  }

  /** Calls out for the desk. False when nothing leads there. */
  dial(actor: SipActor, wanted: LineWanted): boolean {
    return this.#running?.outgoing.dial(actor, wanted) ?? false
  }

  /** Of a line nothing is heard at all: a telephone that listens answers, one without power does not. */
  #askWhetherThere(at: LegPlace): void {
    const { context } = this.#running ?? {}
    const line = context?.lines.at(at)
    if (line?.phase === 'up' && line.sipId !== undefined) context?.gateway.askWhetherThere(line.sipId)
  }

  /** The room as the desk wants it now: its new calls are answered, legs that it does not name are hung up on. */
  follow(actor: SipActor, plan: RoomPlan): void {
    const { context, incoming } = this.#running ?? {}
    for (const line of context?.lines.inRoom(plan.roomId) ?? []) {
      if (line.actor !== actor) continue
      if (!plan.live || !plan.legs.some(({ leg }) => leg === line.place.leg)) this.#release(line, plan)
      else if (line.phase === 'arrived') incoming?.answer(line)
    }
  }

  /** The reference is one of ours, and nothing stands behind it any more; nothing does after a restart. */
  hasLeft(ref: string): boolean {
    return isLineRef(ref) && ![...(this.#running?.context.lines.all() ?? [])].some((line) => line.ref === ref)
  }

  /** Of a line that has left with the program before this one: whoever is still there is not left in silence. */
  async endFarSide(ref: string): Promise<void> {
    const farEnd = farEndIn(ref)
    if (farEnd !== undefined) await this.#running?.gateway.hangUpFarEnd(farEnd)
  }

  /** Rooms in which the desk's lines are. */
  roomsOf(actor: SipActor): string[] {
    return [...(this.#running?.context.lines.all() ?? [])].flatMap((line) => (line.actor === actor ? [line.place.room] : []))
  }

  trunkStatus(trunkId: number): TrunkStatus {
    const { context } = this.#running ?? {}
    return context ? { ...context.monitor.statusOf(trunkId), calls: callsOn(context, trunkId) } : noNetwork.trunkStatus(trunkId)
  }

  /** A phone of a tenant that is not registered now: nobody could be reached on it. */
  isOff(phone: string): boolean {
    return this.#directory.phone(phone) !== undefined && !this.isRegistered(phone)
  }

  isRegistered(userName: string): boolean {
    return this.#running?.gateway.isRegistered(userName) ?? false
  }

  /** For the metrics. */
  figures(): SipFigures {
    const { context, gateway } = this.#running ?? {}
    return {
      callsByTrunk: new Map(this.#directory.trunks.map(({ id, name }) => [name, this.trunkStatus(id).calls])),
      lines: context?.lines.size ?? 0,
      registeredPhones: this.#directory.phones().filter(({ userName }) => this.isRegistered(userName)).length,
      wrongPasswords: this.#warnings.wrongPasswords,
      dropped: gateway?.load.dropped ?? 0,
    }
  }

  /** Hangs up on everybody and logs out of the trunks. */
  async close(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    this.#directory.close()
    running?.context.monitor.close()
    await running?.gateway.close()
  }

  async #openGateway(admission: CallAdmission): Promise<SipGateway> {
    const { env, settings, platform, log } = this.#parts
    const isOwn = addressMatcher(env.sipContacts)
    return SipGateway.open({
      transport: {
        listen: await listenAddresses(env),
        ...(env.publicAddress === undefined ? {} : { publicHost: env.publicAddress }),
        rateLimit,
      },
      onRefused: ({ user, source: { host }, status }) =>
        this.#warnings.refused({ peer: admission.trunksAt(host)[0]?.name, host, dialled: user, status }),
      knows: (host) => isOwn(host) || admission.trunksAt(host).length > 0,
      admit: (arrival) => admission.admit(arrival),
      challenges: (arrival) => admission.challenges(arrival),
      answersMalformed: ({ host }, { status, reason }) => {
        const trunk = admission.trunksAt(host)[0]
        if (trunk) this.#warnings.malformed(trunk.name, { host, status, reason })
        return trunk !== undefined
      },
      credentialsOf: ({ source }) => credentialsOf(admission.trunksAt(source.host)[0]),
      registrar: {
        realm: phoneRealm,
        onWrongPassword: (user, host) => this.#warnings.wrongPassword(user, host),
        secretOf: (userName) => this.#directory.phone(userName)?.hashes,
        bindings: phoneBindings({
          settings,
          platform,
          tenantOf: (userName) => this.#directory.phone(userName)?.tenantId,
          failed: (what, error) => log.error({ err: error }, what),
        }),
      },
    })
  }

  /** Who let us log in may call us from there. */
  #carrierHost(trunkId: number): string | undefined {
    const { context, gateway } = this.#running ?? {}
    return context?.monitor.statusOf(trunkId).state === 'registered' ? gateway?.trunkRemote(registrationName(trunkId))?.host : undefined
  }

  #onEvent(event: SignalingEvent): void {
    const running = this.#running
    if (!running) return
    if (event.type === 'incoming') return running.incoming.receive(event)
    if (event.type === 'trunkRegistration') return running.context.monitor.onRegistration(event)
    if (event.type === 'userRegistration') return
    const line = running.context.lines.bySip(event.callId)
    if (line) this.#onLineEvent(running, line, event)
    else if (event.type === 'ended') running.incoming.forget(event.callId)
  }

  #onLineEvent(
    running: Running,
    line: Line,
    event: Exclude<SignalingEvent, { type: 'incoming' | 'trunkRegistration' | 'userRegistration' }>,
  ): void {
    switch (event.type) {
      case 'progress':
        return running.outgoing.onProgress(line, event)
      case 'answered':
        return running.outgoing.onAnswered(line, event.sdp)
      case 'reoffer':
        return running.incoming.reoffer(line, event.sdp)
      case 'referred':
        return this.#onReferred(running, line, event)
      case 'ended':
        return this.#onEnded(running, line, event)
      case 'digit':
        return running.context.legs.pressed(line.place, event.digit)
      case 'established':
      case 'reofferWithdrawn':
      case 'referProgress':
        return
    }
  }

  /** An agent's phone may transfer to a number; a customer's may not. */
  #onReferred({ gateway }: Running, line: Line, { callId, target, replaces }: Extract<SignalingEvent, { type: 'referred' }>): void {
    const number = calledText(target)
    const mayRefer = line.place.leg.startsWith('agent/') && isCallable(number) && replaces === undefined
    if (mayRefer) line.actor.input({ type: 'lineReferred', ...line.place, number })
    gateway.referProgress(callId, mayRefer ? 200 : 603)
  }

  #onEnded({ context, outgoing }: Running, line: Line, { cause }: Extract<SignalingEvent, { type: 'ended' }>): void {
    const isLost = wasCut(cause)
    if (isLost && (line.incoming || line.phase === 'up'))
      context.noted('a call was lost', { ...factsOf(context, line), ...endFacts(cause) })
    if (isLost && line.phase === 'up') {
      context.lines.remove(line)
      return line.actor.input({ type: 'lineLost', ...line.place })
    }
    if (!line.incoming) return outgoing.onEnded(line, cause)
    context.lines.remove(line)
    line.actor.input({ type: 'lineHungUp', ...line.place })
  }

  #release(line: Line, { cause }: RoomPlan): void {
    const { context, gateway } = this.#running ?? {}
    context?.lines.remove(line)
    if (line.sipId === undefined || !gateway) return
    const isUnanswered = line.phase === 'arrived' || line.phase === 'answering'
    if (!isUnanswered || !gateway.reject(line.sipId, statusOf(cause))) gateway.hangUp(line.sipId)
  }
}
