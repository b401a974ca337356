// Audio and lines follow the rooms of the desks: what a plan says is done on all of them, and after a desk was read anew
// both sides are compared, so that neither keeps what the other does not know.
import type { AudioPlan, DialLine, LineFacts, RoomLeg, VoiceAction } from '@openseat/domain'
import type { Language } from '@openseat/contracts'
import type { PlaySource } from '@openseat/telephony'
import type { AudioDirector } from './audio-director.ts'
import type { TenantActor } from '../desk/tenant-actor.ts'
import { dropLines } from '../desk/tenant-actors.ts'

/** One kind of lines: SIP, browsers. */
export interface Lines {
  follow(actor: TenantActor, plan: AudioPlan): void
  /** False when nothing leads there. */
  dial(actor: TenantActor, wanted: DialLine): boolean
  /** Rooms in which the desk's lines are. */
  roomsOf(actor: TenantActor): string[]
  /** The line is one of these and is not at that leg any more. */
  hasLeft(ref: string, at: RoomLeg): boolean
  /** Whoever is still at the far side of a line that has left is hung up on. */
  endFarSide?(ref: string): Promise<void>
}

type AnnounceAgent = Extract<VoiceAction, { type: 'announceAgent' }>

interface Followers {
  /** Who answers, as it is played; undefined: it cannot be said. */
  readonly announcement: (tenantId: number, agentNumber: string, language: Language) => Promise<PlaySource | undefined>
  readonly director: AudioDirector
  readonly lines: readonly Lines[]
  readonly failed: (error: unknown) => void
  /** Nothing leads there. */
  readonly unreachable: (actor: TenantActor, wanted: DialLine) => void
}

export class RoomFollowers {
  readonly #parts: Followers

  constructor(parts: Followers) {
    this.#parts = parts
  }

  follow(actor: TenantActor, plan: AudioPlan): void {
    this.#parts.director.follow(actor.tenantId, plan)
    for (const lines of this.#parts.lines) lines.follow(actor, plan)
  }

  /** What a desk asks for beside its plans. */
  perform(actor: TenantActor, action: VoiceAction, trouble: (what: string) => (error: unknown) => void): void {
    const { director } = this.#parts
    if (action.type === 'dialLine') this.#dial(actor, action)
    else if (action.type === 'sendDigits') director.sendDigits(action, action.digits).catch(trouble('keys could not be sent'))
    else if (action.type === 'announceAgent') this.#announce(actor, action).catch(trouble('a work number could not be announced'))
    else director.playNotice(action.room).catch(trouble('a notice could not be played'))
  }

  /** What audio and lines have, against the desk that was read anew. */
  async reloaded(actor: TenantActor): Promise<void> {
    const { director, lines } = this.#parts
    director.announce(actor.tenantId)
    const rooms = new Set([director.roomsOf(actor.tenantId), ...lines.map((each) => each.roomsOf(actor))].flat())
    for (const plan of await actor.ask('plans', { rooms: [...rooms] })) this.follow(actor, plan)
    await dropLines(actor, this)
  }

  isGone({ ref, ...at }: LineFacts): boolean {
    return this.#parts.lines.some((lines) => lines.hasLeft(ref, at))
  }

  /** Of a line that is gone: nobody is left in silence at its far side. */
  endFarSide({ ref }: LineFacts): void {
    for (const lines of this.#parts.lines) lines.endFarSide?.(ref).catch(this.#parts.failed)
  }

  async #announce({ tenantId }: TenantActor, { room, agentNumber, language }: AnnounceAgent): Promise<void> {
    const source = await this.#parts.announcement(tenantId, agentNumber, language)
    if (source) await this.#parts.director.playNotice(room, source)
  }

  #dial(actor: TenantActor, wanted: DialLine): void {
    const { room, leg } = wanted
    if (this.#parts.lines.some((lines) => lines.dial(actor, wanted))) return
    this.#parts.unreachable(actor, wanted)
    actor.input({ type: 'lineFailed', room, leg, cause: 'unreachable' })
  }
}
