// Keeps the audio of every room as its plan says: legs, who hears whom, music, recording. It compares plan and present
// state and does what is missing, so that a lost worker, a reloaded page or a restart needs nothing of its own.
import { AppError } from '@openseat/contracts'
import type { AcdInput, AudioPlan, PromptKey, RoomLeg } from '@openseat/domain'
import type { MediaEngine, MediaEvent, PlaySource, RtpDirection } from '@openseat/telephony'
import type { LegPlace, RemoteAnswer, RemoteOffer, RtpLegs, WantedOffer } from '../desk/ports/rtp-legs.ts'
import type { KeySource } from './key-presses.ts'
import { measured } from './leg-quality.ts'
import { asAppError, isFull } from './media-refusal.ts'
import { browserOffers, OfferGate, telephoneOffers } from './offer-gate.ts'
import { notBegun, type RecordingEnded, type RecordingKeeper, RecordingOwners } from './recording-owners.ts'
import { RoomRecorder } from './room-recorder.ts'
import { LegVoices } from './leg-voices.ts'
import { presenceOf } from './presence-of.ts'
import { setSound } from './room-sounds.ts'
import { isPlanned, newRoomState, type RoomState } from './room-state.ts'

export interface DirectorOptions {
  readonly engine: MediaEngine
  /** Tells a tenant's desk what happened to a call's audio. */
  readonly report: (tenantId: number, input: AcdInput) => void
  /** A recording begins; its file is complete. */
  readonly recordings: RecordingKeeper
  /** A prompt of the tenant's as it is played; undefined: there is none. */
  readonly prompt: (tenantId: number, key: PromptKey) => Promise<PlaySource | undefined>
  readonly failed: (error: unknown) => void
  /** For the log: something of a call that is no fault of ours. */
  readonly noted: (what: string, facts: object) => void
  /** A call was refused: there is no room for its audio. */
  readonly full: () => void
}

export class AudioDirector implements RtpLegs {
  /** Prompts, keys and messages of single legs, for flows. */
  readonly voices: LegVoices
  readonly #options: DirectorOptions
  readonly #rooms = new Map<string, RoomState>()
  readonly #owners: RecordingOwners
  readonly #unsubscribe: () => void
  #onSilent: (at: RoomLeg) => void = () => undefined

  constructor(options: DirectorOptions) {
    this.#options = options
    this.#owners = new RecordingOwners(options.recordings)
    this.voices = new LegVoices({
      engine: options.engine,
      owners: this.#owners,
      tenantOf: (room) => this.#rooms.get(room)?.tenantId,
      failed: options.failed,
    })
    this.#unsubscribe = options.engine.on((event) => this.#onEvent(event))
  }

  /** The room's plan as of now. */
  follow(tenantId: number, plan: AudioPlan): void {
    const known = this.#rooms.get(plan.roomId)
    if (!known && !plan.live) return
    const room = known ?? this.#newRoom(tenantId, plan)
    this.#rooms.set(plan.roomId, room)
    room.plan = plan
    void this.#enqueue(room, () => this.#reconcile(room))
  }

  /** Connects or reconnects a browser; resolves with the answer to its offer. */
  async openLeg({ room, leg }: RoomLeg, offerSdp: string): Promise<string> {
    const open = () => this.#withLeg({ room, leg }, () => this.#options.engine.openWebLeg({ room, leg, offerSdp }), 'replaced')
    const { answerSdp } = await this.#gateOf({ room, leg }, browserOffers).run(open)
    return answerSdp
  }

  async answer({ room, leg }: LegPlace, offer: RemoteOffer): Promise<{ answerSdp: string; direction: RtpDirection }> {
    this.#gateOf({ room, leg }, telephoneOffers).count()
    return this.#withRtpLeg({ room, leg }, () => this.#options.engine.answerRtpLeg({ room, leg, direction: 'sendrecv', ...offer }))
  }

  async offer({ room, leg }: LegPlace, wanted: WantedOffer): Promise<string> {
    this.#gateOf({ room, leg }, telephoneOffers).count()
    const { offerSdp } = await this.#withRtpLeg({ room, leg }, () => this.#options.engine.offerRtpLeg({ room, leg, ...wanted }))
    return offerSdp
  }

  accept({ room, leg }: LegPlace, answer: RemoteAnswer): Promise<void> {
    return this.#withRtpLeg({ room, leg }, () => this.#options.engine.acceptRtpLeg({ room, leg, ...answer }))
  }

  pressed({ room, leg }: LegPlace, digit: string, by: KeySource = 'signalling'): void {
    const state = this.#rooms.get(room)
    if (state?.keys.isNew({ leg, digit, by }, performance.now()) !== true) return
    this.#options.report(state.tenantId, { type: 'digitsPressed', room, leg, count: 1 })
    this.voices.pressed(state.tenantId, { room, leg }, digit)
  }

  onSilent(listener: (at: RoomLeg) => void): void {
    this.#onSilent = listener
  }

  async sendDigits({ room, leg }: RoomLeg, digits: string): Promise<void> {
    await this.#options.engine.sendDigits({ room, leg, digits })
  }

  /** To everyone in the room: one short tone unless it is something else. */
  async playNotice(room: string, source: PlaySource = { kind: 'generated', sound: 'beep' }): Promise<void> {
    if (this.#rooms.get(room)?.open) await this.#options.engine.play({ room, source, loop: false })
  }

  /** Tells the desk again who is connected, after it was read anew. */
  announce(tenantId: number): void {
    for (const [roomId, room] of this.#rooms) {
      if (room.tenantId !== tenantId) continue
      for (const leg of room.legs) {
        if (room.stats.get(leg)?.connected) this.#options.report(tenantId, { type: 'audioConnected', room: roomId, leg })
      }
    }
  }

  /** Ids of the tenant's rooms. */
  roomsOf(tenantId: number): string[] {
    return [...this.#rooms].flatMap(([roomId, room]) => (room.tenantId === tenantId ? [roomId] : []))
  }

  /** Ends all recordings: after the engine's end nobody would tell of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#rooms.values()].map((room) => this.#enqueue(room, () => room.recorder.follow(null))))
    this.#unsubscribe()
  }

  /** A leg that the plan names, opened where it is not; then the room as planned. */
  #withLeg<T>({ room: roomId, leg }: RoomLeg, work: () => Promise<T>, kind: 'replaced' | 'kept'): Promise<T> {
    const room = this.#rooms.get(roomId)
    if (!room?.plan.live || !isPlanned(room, leg)) return Promise.reject(new AppError('CALL_NOT_FOUND', { callId: roomId }))
    const opened = this.#enqueue(room, async () => {
      await this.#openRoom(room)
      if (kind === 'replaced') room.playing.delete(leg)
      const result = await work().catch(asAppError)
      room.legs.add(leg)
      return result
    })
    // The far side has its answer at once; music and voices follow.
    void opened.then(
      () => void this.#enqueue(room, () => this.#reconcile(room)),
      () => undefined,
    )
    return opened
  }

  /** For a leg that the plan names. */
  #gateOf({ room: roomId, leg }: RoomLeg, rate: typeof browserOffers): OfferGate {
    const room = this.#rooms.get(roomId)
    if (!room || !isPlanned(room, leg)) throw new AppError('CALL_NOT_FOUND', { callId: roomId })
    const gate = room.gates.get(leg) ?? new OfferGate(rate)
    room.gates.set(leg, gate)
    return gate
  }

  async #withRtpLeg<T>(at: RoomLeg, work: () => Promise<T>): Promise<T> {
    const openFirst = async (): Promise<T> => {
      if (!this.#rooms.get(at.room)?.legs.has(at.leg)) await this.#options.engine.openRtpLeg({ room: at.room, leg: at.leg })
      return work()
    }
    return this.#withLeg(at, openFirst, 'kept')
  }

  #enqueue<T>(room: RoomState, work: () => Promise<T>): Promise<T> {
    const result = room.work.then(work)
    room.work = result.catch((error: unknown) => {
      if (isFull(error instanceof AppError ? error.cause : error)) this.#options.full()
      else if (!(error instanceof AppError)) this.#options.failed(error)
    })
    return result
  }

  async #openRoom(room: RoomState): Promise<void> {
    if (room.open) return
    await this.#options.engine
      .openRoom(room.plan.roomId)
      .catch((error: unknown) => (isFull(error) ? asAppError(error) : Promise.reject(error)))
    room.open = true
    room.hearing = ''
    await this.#reconcile(room)
  }

  async #reconcile(room: RoomState): Promise<void> {
    if (!room.plan.live) return this.#closeRoom(room)
    if (!room.open) return
    await this.#dropLegs(room)
    await this.#setHearing(room)
    for (const planned of room.plan.legs) if (room.legs.has(planned.leg)) await setSound(this.#options, room, planned)
    await room.recorder.follow(room.plan.recording)
  }

  async #setHearing(room: RoomState): Promise<void> {
    const hearing = JSON.stringify(room.plan.hearing)
    if (hearing === room.hearing) return
    await this.#options.engine.setHearing(
      room.plan.roomId,
      room.plan.hearing.map((rule) => ({ ...rule, gain: 1 })),
    )
    room.hearing = hearing
  }

  /** Whoever is out of the room's calls leaves it. */
  async #dropLegs(room: RoomState): Promise<void> {
    for (const leg of room.legs) {
      if (isPlanned(room, leg)) continue
      await this.#lastStats(room, leg)
      this.#reportStats(room, leg)
      room.legs.delete(leg)
      room.gates.delete(leg)
      room.playing.delete(leg)
      this.voices.legClosed({ room: room.plan.roomId, leg })
      await this.#options.engine.closeLeg({ room: room.plan.roomId, leg })
    }
  }

  async #closeRoom(room: RoomState): Promise<void> {
    const { roomId } = room.plan
    this.#rooms.delete(roomId)
    if (room.open) {
      room.open = false
      await Promise.all([...room.legs].map((leg) => this.#lastStats(room, leg)))
      await room.recorder.follow(null)
      await this.#options.engine.closeRoom(roomId)
      this.voices.roomClosed(roomId)
    }
    for (const leg of room.stats.keys()) this.#reportStats(room, leg)
  }

  /** A short call ends before the first periodic figures; a leg that is gone keeps those it had. */
  async #lastStats(room: RoomState, leg: string): Promise<void> {
    const stats = await this.#options.engine.stats({ room: room.plan.roomId, leg }).catch(() => undefined)
    if (stats && stats.packetsReceived > 0) room.stats.set(leg, stats)
  }

  #reportStats(room: RoomState, leg: string): void {
    const stats = room.stats.get(leg)
    room.stats.delete(leg)
    if (stats) this.#options.report(room.tenantId, measured({ room: room.plan.roomId, leg }, stats))
  }

  #onEvent(event: MediaEvent): void {
    this.voices.onEvent(event)
    if (event.type === 'recordingEnded') return this.#recordingEnded(event)
    const state = this.#rooms.get(event.room)
    const presence = presenceOf(event)
    if (state && presence) this.#options.report(state.tenantId, presence)
    if (!state || presence) return
    switch (event.type) {
      case 'legUnread':
        return this.#options.noted(`audio comes and is not heard: ${event.reason}`, {
          call: event.room,
          leg: event.leg,
          detail: event.detail,
        })
      case 'legSilent':
        return this.#onSilent({ room: event.room, leg: event.leg })
      case 'digit':
        return this.pressed(event, event.digit, 'audio')
      case 'stats':
        state.stats.set(event.leg, event.stats)
        return
      case 'roomLost':
        return this.#roomLost(state)
      default:
    }
  }

  #recordingEnded(ended: RecordingEnded): void {
    const { room, recordingId, reason } = ended
    const tenantId = this.#owners.ended(ended)
    this.#rooms.get(room)?.recorder.ended(recordingId)
    if (tenantId !== undefined && (reason === 'roomLost' || reason === 'diskFault'))
      this.#options.report(tenantId, { type: 'recordingLost', room, recordingId, canGoOn: reason === 'roomLost' })
  }

  #roomLost(room: RoomState): void {
    const lost = [...room.legs]
    room.open = false
    room.legs.clear()
    room.playing.clear()
    for (const leg of lost) this.#options.report(room.tenantId, { type: 'audioLost', room: room.plan.roomId, leg })
  }

  #newRoom(tenantId: number, plan: AudioPlan): RoomState {
    const { engine, failed } = this.#options
    const began = (recordingId: string): void => this.#owners.began(tenantId, recordingId)
    const refused = (recordingId: string, reason: 'diskFault' | 'roomLost'): void =>
      this.#recordingEnded(notBegun(plan.roomId, recordingId, reason))
    const recorder = new RoomRecorder({ engine, room: plan.roomId, began, refused, failed })
    return newRoomState({ tenantId, plan, recorder })
  }
}
