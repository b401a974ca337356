// The browser telephones: each with a number of its own choosing, calling access codes and being called by agents.
// This is the signalling side of their calls; the desk decides, the director carries the audio.
import { randomBytes } from 'node:crypto'
import {
  AppError,
  type AgentServerFrame,
  type IceServer,
  type MediaType,
  type PhoneCallPhase,
  type PhoneServerFrame,
  type VideoAction,
  type VideoSignal,
} from '@openseat/contracts'
import type { AudioPlan, DialLine, RoomLeg, VideoPlan } from '@openseat/domain'
import type { CallIds } from '../../ids/call-ids.ts'
import type { TenantActor } from '../../desk/tenant-actor.ts'
import type { Overload } from '../../load/overload.ts'

export interface PhoneSocket {
  send(frame: PhoneServerFrame): void
}

/** A telephone's present call: a leg of a room. */
interface OwnCall extends RoomLeg {
  readonly actor: TenantActor
  phase: PhoneCallPhase
  readonly otherNumber: string
  /** A media offer was asked for and has not come. */
  mediaAsked: boolean
  video: VideoPlan | null
}

/** What a telephone dials, and what it brings along. */
export interface CallOut {
  readonly number: string
  readonly attachedData: Readonly<Record<string, string>>
  readonly media: MediaType
  /** In place of the telephone's own number, for one that has none. */
  readonly callerNumber?: string
  /** False where a call stays without video. */
  readonly videoPossible?: boolean
}

export interface Phone {
  readonly number: string
  readonly token: string
  line: PhoneSocket | null
  call: OwnCall | null
  lostAt: number | null
}

export interface ExchangeOptions {
  /** The tenant that owns the access code at the beginning of a dialled number. */
  readonly tenantOf: (dialled: string) => Promise<TenantActor | null>
  /** The live leg that is this telephone's, after a restart. */
  readonly findLine: (token: string) => Promise<{ actor: TenantActor; at: RoomLeg } | null>
  readonly toAgent: (actor: TenantActor, agentNumber: string, frame: AgentServerFrame) => void
  readonly iceServers: () => readonly IceServer[]
  readonly overload: Pick<Overload, 'admit'>
  readonly callIds: CallIds
  readonly now: () => number
}

const maxPhones = 500
/** Visitors in a call; whoever only looks at a company's page takes no place. */
const maxVisitors = 1_000
/** Calls from before a restart are looked for so long; nobody's would still be there later. */
const recallMs = 120_000
/** A telephone without a line is forgotten after this; the desk ends its call by itself. */
const forgetMs = 60_000

const newToken = (): string => randomBytes(16).toString('base64url')
const newPhone = (number: string, token: string | null): Phone => ({
  number,
  token: token ?? newToken(),
  line: null,
  call: null,
  lostAt: null,
})

export class PhoneExchange {
  readonly #options: ExchangeOptions
  readonly #byToken = new Map<string, Phone>()
  readonly #byNumber = new Map<string, Phone>()

  readonly #startedAt: number

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.#startedAt = options.now()
  }

  /** Puts a telephone into service; with its `token` it finds its call again. */
  async register(line: PhoneSocket, number: string, token: string | null): Promise<Phone> {
    this.#forgetLost()
    const known = token === null ? undefined : this.#byToken.get(token)
    const phone = known?.number === number ? known : this.#install(number, token)
    return this.#welcome(phone, line, token)
  }

  /** A telephone without a number: it calls and cannot be called. It is kept from its first call until that is over. */
  async registerVisitor(line: PhoneSocket, token: string | null): Promise<Phone> {
    this.#forgetLost()
    const known = token === null ? undefined : this.#byToken.get(token)
    return this.#welcome(known?.number === '' ? known : newPhone('', token), line, token)
  }

  async #welcome(phone: Phone, line: PhoneSocket, token: string | null): Promise<Phone> {
    phone.line = line
    phone.lostAt = null
    if (!phone.call && token !== null && this.#options.now() - this.#startedAt < recallMs) await this.#recall(phone)
    const { call } = phone
    line.send({
      type: 'registered',
      number: phone.number,
      token: phone.token,
      call: call && { callId: call.room, phase: call.phase, otherNumber: call.otherNumber },
      iceServers: this.#options.iceServers(),
    })
    if (call?.video) line.send({ type: 'video', state: call.video.state, session: call.video.session })
    if (call && call.phase !== 'ringing') this.#askForMedia(phone)
    return phone
  }

  lineLost(phone: Phone, line: PhoneSocket): void {
    if (phone.line !== line) return
    phone.line = null
    phone.lostAt = this.#options.now()
  }

  /** The telephone calls an access code. */
  async callOut(phone: Phone, call: CallOut): Promise<void> {
    const { number, attachedData, media, callerNumber = phone.number, videoPossible = true } = call
    if (phone.call) throw new AppError('CALL_STATE', { state: 'talking', action: 'dial' })
    this.#options.overload.admit('browserCall')
    const actor = await this.#options.tenantOf(number)
    if (!actor) throw new AppError('CALL_UNREACHABLE', { number })
    if (phone.number === '') this.#keepVisitor(phone)
    const callId = this.#options.callIds.next(this.#options.now())
    phone.call = { actor, room: callId, leg: `phone/${callId}`, phase: 'dialling', otherNumber: number, mediaAsked: false, video: null }
    await actor
      .arrive({
        type: 'callArrived',
        callId,
        mediaType: media,
        callerNumber,
        dialled: number,
        attachedData,
        ref: phone.token,
        videoPossible,
      })
      .catch((error: unknown) => {
        if (phone.call?.room === callId) this.#endCall(phone)
        throw error
      })
  }

  answer(phone: Phone): void {
    if (phone.call?.phase === 'ringing') phone.call.actor.input({ type: 'lineAnswered', ...placeOf(phone.call) })
  }

  hangUp(phone: Phone): void {
    if (phone.call) phone.call.actor.input({ type: 'lineHungUp', ...placeOf(phone.call) })
  }

  /** Rings the telephone of that number; false where there is none. */
  dial(actor: TenantActor, { room, leg, target, callerNumber }: DialLine): boolean {
    const number = target.kind === 'number' ? target.number : target.phone
    const phone = this.#byNumber.get(number) ?? (target.e164 === null ? undefined : this.#byNumber.get(target.e164.slice(1)))
    if (phone?.call?.room === room && phone.call.leg === leg) return true
    if (!phone?.line) return false
    if (phone.call) actor.input({ type: 'lineFailed', room, leg, cause: 'calleeBusy' })
    else {
      phone.call = { actor, room, leg, phase: 'ringing', otherNumber: callerNumber, mediaAsked: false, video: null }
      phone.line.send({ type: 'call', callId: room, phase: 'ringing', otherNumber: callerNumber })
      actor.input({ type: 'lineReached', room, leg, ref: phone.token, videoPossible: true })
      actor.input({ type: 'lineAlerting', room, leg })
    }
    return true
  }

  /** Rooms in which the desk's telephones are. */
  roomsOf(actor: TenantActor): string[] {
    return [...this.#byToken.values()].flatMap(({ call }) => (call?.actor === actor ? [call.room] : []))
  }

  /** The telephone is there, and not in that call. One that is away may come back to it. */
  hasLeft(token: string, { room, leg }: RoomLeg): boolean {
    const phone = this.#byToken.get(token)
    return Boolean(phone?.line) && (phone?.call?.room !== room || phone.call.leg !== leg)
  }

  /** Tells the telephones what became of their legs. */
  follow(actor: TenantActor, plan: AudioPlan): void {
    for (const phone of this.#byToken.values()) {
      if (phone.call?.room === plan.roomId && phone.call.actor === actor) this.#follow(phone, phone.call, plan)
    }
  }

  #follow(phone: Phone, own: OwnCall, plan: AudioPlan): void {
    const leg = plan.legs.find((planned) => planned.leg === own.leg)
    if (!leg) {
      this.#endCall(phone)
      return phone.line?.send({ type: 'ended', callId: own.room, cause: plan.cause ?? 'agentHangUp' })
    }
    if (leg.phase !== own.phase) {
      own.phase = leg.phase
      phone.line?.send({ type: 'call', callId: own.room, phase: leg.phase, otherNumber: own.otherNumber })
    }
    this.#followVideo(phone, own, own.leg === `phone/${own.room}` ? plan.video : null)
    if (leg.connected) own.mediaAsked = false
    else if (leg.phase !== 'ringing' && !own.mediaAsked) this.#askForMedia(phone)
  }

  /** Asks the agent for video, agrees to it or ends it. */
  video(phone: Phone, action: VideoAction): void {
    if (phone.call) phone.call.actor.input({ type: 'lineVideo', ...placeOf(phone.call), action })
  }

  /** Passed on to the agent who is seen now; what belongs to an earlier pairing is stale. */
  videoSignal(phone: Phone, { session, signal }: { session: number; signal: VideoSignal }): void {
    const { call } = phone
    if (call?.video?.state !== 'on' || call.video.session !== session) return
    const { callId, agentNumber } = call.video
    this.#options.toAgent(call.actor, agentNumber, { type: 'videoSignal', callId, session, signal })
  }

  /** From the agent of the call whose room it is. */
  signalFromAgent(actor: TenantActor, room: string, frame: { session: number; signal: VideoSignal }): void {
    for (const phone of this.#byToken.values()) {
      const isTheirs = phone.call?.room === room && phone.call.actor === actor && phone.call.video?.session === frame.session
      if (isTheirs) phone.line?.send({ type: 'videoSignal', ...frame })
    }
  }

  #followVideo(phone: Phone, own: OwnCall, video: VideoPlan | null): void {
    const before = own.video
    own.video = video
    if (before?.state === video?.state && before?.session === video?.session) return
    phone.line?.send({ type: 'video', state: video?.state ?? 'off', session: video?.session ?? 0 })
  }

  #askForMedia(phone: Phone): void {
    if (phone.call) phone.call.mediaAsked = true
    phone.line?.send({ type: 'mediaWanted' })
  }

  #install(number: string, token: string | null): Phone {
    const taken = this.#byNumber.get(number)
    if (taken?.line) throw new AppError('PHONE_NUMBER_TAKEN', { number })
    if (this.#byNumber.size >= maxPhones) throw new AppError('REQUEST_RATE', { seconds: forgetMs / 1000 })
    if (taken) this.#remove(taken)
    const phone = newPhone(number, token)
    this.#byToken.set(phone.token, phone)
    this.#byNumber.set(number, phone)
    return phone
  }

  #keepVisitor(phone: Phone): void {
    const visitors = this.#byToken.size - this.#byNumber.size
    if (visitors >= maxVisitors) throw new AppError('REQUEST_RATE', { seconds: forgetMs / 1000 })
    this.#byToken.set(phone.token, phone)
  }

  #endCall(phone: Phone): void {
    phone.call = null
    if (phone.number === '') this.#remove(phone)
  }

  async #recall(phone: Phone): Promise<void> {
    const found = await this.#options.findLine(phone.token)
    if (!found || phone.call) return
    const { actor, at } = found
    const { room, leg } = at
    const call = await actor.ask('telephoneCall', { room, leg })
    if (!call || phone.call) return
    this.#byToken.set(phone.token, phone)
    phone.call = { actor, room, leg, ...call, mediaAsked: false }
  }

  #remove(phone: Phone): void {
    this.#byToken.delete(phone.token)
    if (this.#byNumber.get(phone.number) === phone) this.#byNumber.delete(phone.number)
  }

  #forgetLost(): void {
    const before = this.#options.now() - forgetMs
    for (const phone of this.#byToken.values()) if (phone.lostAt !== null && phone.lostAt < before) this.#remove(phone)
  }
}

const placeOf = ({ room, leg }: OwnCall): RoomLeg => ({ room, leg })
