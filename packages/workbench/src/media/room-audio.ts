// One audio connection per room: the calls of a room (a customer's and its consultation) share it, and it outlives each of
// them. When one call ends in favour of another of its room, for a moment there may be none: hence the grace.
import type { CallView } from '@openseat/contracts'
import type { AudioState, AudioWish } from './call-audio.ts'

/** What is wanted in a room. `callId`: the call in whose name the offer is made. */
export interface RoomWish extends AudioWish {
  readonly roomId: string
}

export interface RoomLink {
  follow(wish: AudioWish | null): void
  retryNow(): void
}

export interface RoomAudioOptions {
  /** A connection for the room; `callId` tells at any time in whose name to offer. */
  readonly open: (callId: () => string, onChange: (state: AudioState) => void) => RoomLink
  readonly onChange: (state: AudioState) => void
}

interface Room {
  readonly link: RoomLink
  wish: RoomWish
  state: AudioState
  closing: ReturnType<typeof setTimeout> | null
}

export const roomGraceMs = 500

/** The rooms of these live calls, in their order; a call that wants audio speaks for its room. */
export function roomWishes(calls: readonly Pick<CallView, 'callId' | 'roomId' | 'mediaWanted'>[]): RoomWish[] {
  return [...new Set(calls.map(({ roomId }) => roomId))].flatMap((roomId) => {
    const members = calls.filter((call) => call.roomId === roomId)
    const speaker = members.find(({ mediaWanted }) => mediaWanted) ?? members[0]
    return speaker ? [{ roomId, callId: speaker.callId, wanted: speaker.mediaWanted }] : []
  })
}

export class RoomAudio {
  readonly #options: RoomAudioOptions
  readonly #rooms = new Map<string, Room>()
  #main: string | null = null

  constructor(options: RoomAudioOptions) {
    this.#options = options
  }

  /** Call on every change of the calls. The first room is the one whose state is told. */
  follow(wishes: readonly RoomWish[]): void {
    for (const wish of wishes) this.#want(wish)
    for (const [roomId, room] of this.#rooms) {
      if (!wishes.some((wish) => wish.roomId === roomId)) room.closing ??= setTimeout(() => this.#close(roomId), roomGraceMs)
    }
    this.#main = wishes[0]?.roomId ?? this.#main
    this.#tell()
  }

  retryNow(): void {
    for (const room of this.#rooms.values()) room.link.retryNow()
  }

  /** Everything, at once. */
  close(): void {
    for (const roomId of this.#rooms.keys()) this.#close(roomId)
  }

  #want(wish: RoomWish): void {
    const room = this.#rooms.get(wish.roomId) ?? this.#open(wish)
    if (room.closing !== null) clearTimeout(room.closing)
    room.closing = null
    room.wish = wish
    // To the connection the room is what a call is elsewhere.
    room.link.follow({ callId: wish.roomId, wanted: wish.wanted })
  }

  #open(wish: RoomWish): Room {
    const link = this.#options.open(
      () => room.wish.callId,
      (state) => {
        room.state = state
        this.#tell()
      },
    )
    const room: Room = { link, wish, state: { kind: 'off' }, closing: null }
    this.#rooms.set(wish.roomId, room)
    return room
  }

  #close(roomId: string): void {
    const room = this.#rooms.get(roomId)
    if (!room) return
    if (room.closing !== null) clearTimeout(room.closing)
    this.#rooms.delete(roomId)
    room.link.follow(null)
    this.#tell()
  }

  #tell(): void {
    this.#options.onChange((this.#main !== null && this.#rooms.get(this.#main)?.state) || { kind: 'off' })
  }
}
