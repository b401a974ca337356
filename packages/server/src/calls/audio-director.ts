// Keeps the audio of every call as its plan says: legs, who hears whom, music. It compares plan and present state and
// does what is missing, so that a lost worker, a reloaded page or a restart needs nothing of its own.
import { AppError } from '@openseat/contracts'
import type { AcdInput, AudioPlan, Party, Sound } from '@openseat/domain'
import { MediaError, type GeneratedSound, type LegStats, type MediaEngine, type MediaEvent } from '@openseat/telephony'

interface Playing {
  readonly sound: GeneratedSound
  readonly playId: string
}

interface RoomState {
  readonly tenantId: number
  plan: AudioPlan
  open: boolean
  hearing: string
  readonly legs: Set<Party>
  readonly playing: Map<Party, Playing>
  readonly stats: Map<Party, LegStats>
  /** Everything about one room happens one after the other. */
  work: Promise<unknown>
}

export interface DirectorOptions {
  readonly engine: MediaEngine
  /** Tells a tenant's desk what happened to a call's audio. */
  readonly report: (tenantId: number, input: AcdInput) => void
  readonly failed: (error: unknown) => void
}

const parties: readonly Party[] = ['customer', 'agent']
const sounds: Readonly<Record<Sound, GeneratedSound | null>> = {
  silence: null,
  otherParty: null,
  waitTone: 'queue-music',
  holdTone: 'hold-music',
  ringBack: 'ring-back',
}

export class AudioDirector {
  readonly #options: DirectorOptions
  readonly #rooms = new Map<string, RoomState>()
  readonly #unsubscribe: () => void

  constructor(options: DirectorOptions) {
    this.#options = options
    this.#unsubscribe = options.engine.on((event) => this.#onEvent(event))
  }

  /** The call's plan as of now. */
  follow(tenantId: number, plan: AudioPlan): void {
    const known = this.#rooms.get(plan.callId)
    if (!known && !plan.live) return
    const room = known ?? newRoom(tenantId, plan)
    this.#rooms.set(plan.callId, room)
    room.plan = plan
    void this.#enqueue(room, () => this.#reconcile(room))
  }

  /** Connects or reconnects one end; resolves with the answer to the browser's offer. */
  openLeg(callId: string, party: Party, offerSdp: string): Promise<string> {
    const room = this.#rooms.get(callId)
    if (!room?.plan.live || !(party === 'customer' ? room.plan.customerLeg : room.plan.agentLeg)) {
      return Promise.reject(new AppError('CALL_NOT_FOUND', { callId }))
    }
    return this.#enqueue(room, async () => {
      await this.#openRoom(room)
      room.playing.delete(party)
      const { answerSdp } = await this.#options.engine.openWebLeg({ room: callId, leg: party, offerSdp }).catch(asAppError)
      room.legs.add(party)
      await this.#reconcile(room)
      return answerSdp
    })
  }

  async sendDigits(callId: string, digits: string): Promise<void> {
    await this.#options.engine.sendDigits({ room: callId, leg: 'customer', digits })
  }

  /** Tells the desk again who is connected, after it was read anew. */
  announce(tenantId: number): void {
    for (const [callId, room] of this.#rooms) {
      if (room.tenantId !== tenantId) continue
      for (const party of room.legs) {
        if (room.stats.get(party)?.connected) this.#options.report(tenantId, { type: 'audioConnected', callId, party })
      }
    }
  }

  close(): void {
    this.#unsubscribe()
  }

  #enqueue<T>(room: RoomState, work: () => Promise<T>): Promise<T> {
    const result = room.work.then(work)
    room.work = result.catch((error: unknown) => {
      if (!(error instanceof AppError)) this.#options.failed(error)
    })
    return result
  }

  async #openRoom(room: RoomState): Promise<void> {
    if (room.open) return
    await this.#options.engine.openRoom(room.plan.callId)
    room.open = true
    room.hearing = ''
    await this.#reconcile(room)
  }

  async #reconcile(room: RoomState): Promise<void> {
    if (!room.plan.live) return this.#closeRoom(room)
    if (!room.open) return
    await this.#setHearing(room)
    for (const party of parties) {
      if (room.legs.has(party)) await this.#setSound(room, party)
    }
    await this.#dropLeg(room)
  }

  async #setHearing(room: RoomState): Promise<void> {
    const { customerHears, agentHears, agentMuted, callId } = room.plan
    const rules = [
      ...(customerHears === 'otherParty' && !agentMuted ? [{ listener: 'customer', source: 'agent', gain: 1 }] : []),
      ...(agentHears === 'otherParty' ? [{ listener: 'agent', source: 'customer', gain: 1 }] : []),
    ]
    const hearing = JSON.stringify(rules)
    if (hearing === room.hearing) return
    await this.#options.engine.setHearing(callId, rules)
    room.hearing = hearing
  }

  async #setSound(room: RoomState, party: Party): Promise<void> {
    const { engine } = this.#options
    const { callId } = room.plan
    const wanted = sounds[party === 'customer' ? room.plan.customerHears : room.plan.agentHears]
    const playing = room.playing.get(party)
    if (playing?.sound === wanted || (!playing && !wanted)) return
    if (playing) await engine.stopPlay({ room: callId, playId: playing.playId })
    room.playing.delete(party)
    if (!wanted) return
    const { playId } = await engine.play({ room: callId, leg: party, source: { kind: 'generated', sound: wanted }, loop: true })
    room.playing.set(party, { sound: wanted, playId })
  }

  /** An agent whose offer was withdrawn leaves the room. */
  async #dropLeg(room: RoomState): Promise<void> {
    if (room.plan.agentLeg || !room.legs.has('agent')) return
    room.legs.delete('agent')
    room.playing.delete('agent')
    await this.#options.engine.closeLeg({ room: room.plan.callId, leg: 'agent' })
  }

  async #closeRoom(room: RoomState): Promise<void> {
    const { callId } = room.plan
    this.#rooms.delete(callId)
    if (room.open) {
      await Promise.all([...room.legs].map((party) => this.#lastStats(room, party)))
      await this.#options.engine.closeRoom(callId)
    }
    for (const [party, stats] of room.stats) this.#options.report(room.tenantId, measured(callId, party, stats))
  }

  /** A short call ends before the first periodic figures; a leg that is gone keeps those it had. */
  async #lastStats(room: RoomState, party: Party): Promise<void> {
    const stats = await this.#options.engine.stats({ room: room.plan.callId, leg: party }).catch(() => undefined)
    if (stats && stats.packetsReceived > 0) room.stats.set(party, stats)
  }

  #onEvent(event: MediaEvent): void {
    const room = this.#rooms.get(event.room)
    if (!room) return
    const { tenantId, plan } = room
    const { callId } = plan
    switch (event.type) {
      case 'legConnected':
        return this.#options.report(tenantId, { type: 'audioConnected', callId, party: asParty(event.leg) })
      case 'legDisconnected':
      case 'legFailed':
      case 'mediaTimeout':
        return this.#options.report(tenantId, { type: 'audioLost', callId, party: asParty(event.leg) })
      case 'digit':
        return this.#options.report(tenantId, { type: 'digitsPressed', callId, count: 1 })
      case 'stats':
        room.stats.set(asParty(event.leg), event.stats)
        return
      case 'roomLost':
        return this.#roomLost(room)
      case 'playEnded':
        return
    }
  }

  #roomLost(room: RoomState): void {
    const lost = [...room.legs]
    room.open = false
    room.legs.clear()
    room.playing.clear()
    for (const party of lost) this.#options.report(room.tenantId, { type: 'audioLost', callId: room.plan.callId, party })
  }
}

const asParty = (leg: string): Party => (leg === 'agent' ? 'agent' : 'customer')

const newRoom = (tenantId: number, plan: AudioPlan): RoomState => ({
  tenantId,
  plan,
  open: false,
  hearing: '',
  legs: new Set(),
  playing: new Map(),
  stats: new Map(),
  work: Promise.resolve(),
})

const round = (value: number): number => Math.round(value * 10) / 10

function measured(callId: string, party: Party, stats: LegStats): AcdInput {
  return {
    type: 'audioMeasured',
    callId,
    party,
    lossPercent: round(stats.lossFraction * 100),
    jitterMs: round(stats.jitterMs),
    roundTripMs: stats.roundTripMs === null ? null : round(stats.roundTripMs),
  }
}

function asAppError(error: unknown): never {
  if (error instanceof MediaError) {
    const code = error.code === 'MEDIA_OFFER_REFUSED' ? 'MEDIA_OFFER' : 'MEDIA_FAILED'
    throw new AppError(code, { reason: error.message }, { cause: error })
  }
  throw error
}
