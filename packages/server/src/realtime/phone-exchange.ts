// The browser telephones: each with a number of its own choosing, calling access codes and being called by agents.
// This is the signalling side of their calls; the desk decides, the director carries the audio.
import { randomBytes } from 'node:crypto'
import { AppError, type PhoneCallPhase, type PhoneServerFrame } from '@openseat/contracts'
import type { Call, Changes } from '@openseat/domain'
import type { CallIds } from '../calls/call-ids.ts'
import type { TenantActor } from '../calls/tenant-actor.ts'

export interface PhoneLine {
  send(frame: PhoneServerFrame): void
}

/** A telephone's present call. */
interface OwnCall {
  readonly actor: TenantActor
  readonly callId: string
  phase: PhoneCallPhase
  otherNumber: string
  /** A media offer was asked for and has not come. */
  mediaAsked: boolean
}

export interface Phone {
  readonly number: string
  readonly token: string
  line: PhoneLine | null
  call: OwnCall | null
  lostAt: number | null
}

export interface ExchangeOptions {
  /** The tenant that owns the access code at the beginning of a dialled number. */
  readonly tenantOf: (dialled: string) => Promise<TenantActor | null>
  /** A live call whose customer is this telephone, after a restart. */
  readonly findCall: (token: string) => Promise<{ actor: TenantActor; call: Call } | null>
  readonly callIds: CallIds
  readonly now: () => number
}

const maxPhones = 500
/** A telephone without a line is forgotten after this; the desk ends its call by itself. */
const forgetMs = 60_000

const newToken = (): string => randomBytes(16).toString('base64url')

export class PhoneExchange {
  readonly #options: ExchangeOptions
  readonly #byToken = new Map<string, Phone>()
  readonly #byNumber = new Map<string, Phone>()

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  /** Puts a telephone into service; with its `token` it finds its call again. */
  async register(line: PhoneLine, number: string, token: string | null): Promise<Phone> {
    this.#forgetLost()
    const known = token === null ? undefined : this.#byToken.get(token)
    const phone = known?.number === number ? known : this.#install(number, token)
    phone.line = line
    phone.lostAt = null
    if (!phone.call && token !== null) await this.#recall(phone)
    const { call } = phone
    line.send({
      type: 'registered',
      number,
      token: phone.token,
      call: call && { callId: call.callId, phase: call.phase, otherNumber: call.otherNumber },
    })
    if (call && call.phase !== 'ringing') this.#askForMedia(phone)
    return phone
  }

  lineLost(phone: Phone, line: PhoneLine): void {
    if (phone.line !== line) return
    phone.line = null
    phone.lostAt = this.#options.now()
  }

  async dial(phone: Phone, number: string, attachedData: Readonly<Record<string, string>>): Promise<void> {
    if (phone.call) throw new AppError('CALL_STATE', { state: 'talking', action: 'dial' })
    const actor = await this.#options.tenantOf(number)
    if (!actor) throw new AppError('CALL_UNREACHABLE', { number })
    const callId = this.#options.callIds.next(this.#options.now())
    phone.call = { actor, callId, phase: 'dialling', otherNumber: number, mediaAsked: false }
    actor.input({
      type: 'callArrived',
      callId,
      mediaType: 'audio',
      callerNumber: phone.number,
      dialled: number,
      attachedData,
      customerRef: phone.token,
    })
  }

  answer(phone: Phone): void {
    if (phone.call?.phase === 'ringing') phone.call.actor.input({ type: 'customerAnswered', callId: phone.call.callId })
  }

  hangUp(phone: Phone): void {
    if (phone.call) phone.call.actor.input({ type: 'customerHungUp', callId: phone.call.callId })
  }

  /** An agent calls out to `number`. */
  ring(actor: TenantActor, callId: string, number: string): void {
    const phone = this.#byNumber.get(number)
    if (phone?.call?.callId === callId) return
    if (!phone?.line) return actor.input({ type: 'customerFailed', callId, cause: 'unreachable' })
    if (phone.call) return actor.input({ type: 'customerFailed', callId, cause: 'calleeBusy' })
    phone.call = { actor, callId, phase: 'ringing', otherNumber: '', mediaAsked: false }
    actor.input({ type: 'customerReached', callId, ref: phone.token })
    actor.input({ type: 'customerAlerting', callId })
  }

  /** Tells the telephones what became of their calls. */
  changed(actor: TenantActor, changes: Changes): void {
    for (const call of changes.calls) {
      const phone = this.#byToken.get(call.customerRef)
      if (phone?.call?.callId === call.callId && phone.call.actor === actor) this.#follow(phone, phone.call, call)
    }
  }

  #follow(phone: Phone, own: OwnCall, call: Call): void {
    if (call.state.kind === 'ended') {
      phone.call = null
      return phone.line?.send({ type: 'ended', callId: call.callId, cause: call.state.cause })
    }
    const phase = phaseOf(call)
    const otherNumber = call.direction === 'inbound' ? call.calledNumber : call.callerNumber
    if (phase !== own.phase || otherNumber !== own.otherNumber || own.phase === 'ringing') {
      Object.assign(own, { phase, otherNumber })
      phone.line?.send({ type: 'call', callId: call.callId, phase, otherNumber })
    }
    const { customer } = call.audio
    if (customer.kind === 'connected') own.mediaAsked = false
    else if (phase !== 'ringing' && !own.mediaAsked) this.#askForMedia(phone)
  }

  #askForMedia(phone: Phone): void {
    if (phone.call) phone.call.mediaAsked = true
    phone.line?.send({ type: 'mediaWanted' })
  }

  #install(number: string, token: string | null): Phone {
    const taken = this.#byNumber.get(number)
    if (taken?.line) throw new AppError('PHONE_NUMBER_TAKEN', { number })
    if (this.#byToken.size >= maxPhones) throw new AppError('REQUEST_RATE', { seconds: forgetMs / 1000 })
    if (taken) this.#remove(taken)
    const phone: Phone = { number, token: token ?? newToken(), line: null, call: null, lostAt: null }
    this.#byToken.set(phone.token, phone)
    this.#byNumber.set(number, phone)
    return phone
  }

  async #recall(phone: Phone): Promise<void> {
    const found = await this.#options.findCall(phone.token)
    if (!found || phone.call) return
    const { actor, call } = found
    const otherNumber = call.direction === 'inbound' ? call.calledNumber : call.callerNumber
    phone.call = { actor, callId: call.callId, phase: phaseOf(call), otherNumber, mediaAsked: false }
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

function phaseOf(call: Call): PhoneCallPhase {
  switch (call.state.kind) {
    case 'talking':
    case 'held':
      return 'talking'
    case 'dialling':
    case 'alerting':
      return 'ringing'
    case 'arrived':
    case 'waiting':
    case 'offered':
    case 'ended':
      return 'waiting'
  }
}
