// A room inside a worker: its mixer, its browsers and SIP peers, and the order of its commands.

import type { Leg } from '../media/leg.ts'
import { Room } from '../media/room.ts'
import type { PortWindow } from '../webrtc/port-window.ts'
import { HostedLeg } from './hosted-leg.ts'
import { HostedRtpLeg } from './hosted-rtp-leg.ts'
import { MediaError } from '../media/media-error.ts'
import type { WebOffer } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import type { WorkerSettings } from './media-settings.ts'
import { RoomRecordings } from './room-recordings.ts'

type HostedRoomParts = {
  room: string
  settings: WorkerSettings
  ports: PortWindow | undefined
  emit: (event: MediaEvent) => void
}

type AnyLeg = HostedLeg | HostedRtpLeg

export class HostedRoom {
  readonly #parts: HostedRoomParts
  readonly #legs = new Map<string, AnyLeg>()
  readonly mixer: Room
  readonly recordings: RoomRecordings
  #lastCommand: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: HostedRoomParts) {
    this.#parts = parts
    this.mixer = new Room(({ leg, ...end }) => {
      parts.emit({ type: 'playEnded', room: parts.room, ...end, ...(leg !== undefined && { leg }) })
    })
    const { room, settings, emit } = parts
    this.recordings = new RoomRecordings({ room, mixer: this.mixer, folder: settings.recordingFolder, emit })
  }

  get legs(): Iterable<[string, AnyLeg]> {
    return this.#legs
  }

  get legCount(): number {
    return this.#legs.size
  }

  /** Runs commands one after the other, in the order in which they came. */
  inOrder<T>(command: () => T | Promise<T>): Promise<T> {
    const run = this.#lastCommand.then(() => {
      if (this.#closed) throw new MediaError('MEDIA_ROOM_UNKNOWN', this.#parts.room)
      return command()
    })
    this.#lastCommand = run.catch(() => undefined)
    return run
  }

  leg(name: string): AnyLeg {
    const leg = this.#legs.get(name)
    if (leg === undefined) throw new MediaError('MEDIA_LEG_UNKNOWN', `${this.#parts.room}/${name}`)
    return leg
  }

  webLeg(name: string): HostedLeg {
    const leg = this.leg(name)
    if (leg instanceof HostedLeg) return leg
    throw new MediaError('MEDIA_LEG_UNKNOWN', `${this.#parts.room}/${name} is no browser`)
  }

  rtpLeg(name: string): HostedRtpLeg {
    const leg = this.leg(name)
    if (leg instanceof HostedRtpLeg) return leg
    throw new MediaError('MEDIA_LEG_UNKNOWN', `${this.#parts.room}/${name} is no SIP peer`)
  }

  async openRtpLeg(name: string): Promise<void> {
    const { room, settings } = this.#parts
    const next: HostedRtpLeg = await HostedRtpLeg.open({
      address: { room, leg: name },
      settings,
      emit: (event) => {
        if (this.#legs.get(name) === next) this.#parts.emit(event)
      },
    })
    await this.#replace(name, next, next.media)
  }

  /** A refused offer leaves the leg of that name as it was. */
  async openWebLeg({ leg: name, offerSdp }: WebOffer): Promise<{ answerSdp: string }> {
    const { room, settings, ports } = this.#parts
    const next: HostedLeg = new HostedLeg({
      address: { room, leg: name },
      settings,
      ports,
      emit: (event) => {
        if (this.#legs.get(name) === next) this.#parts.emit(event)
      },
    })
    const { answerSdp, media } = await next.answer(offerSdp).catch(async (refusal: unknown) => {
      await next.close()
      throw refusal
    })
    await this.#replace(name, next, media)
    return { answerSdp }
  }

  async #replace(name: string, next: AnyLeg, media: Leg): Promise<void> {
    const previous = this.#legs.get(name)
    this.#legs.set(name, next)
    this.mixer.setLeg(name, media)
    await previous?.close()
  }

  async closeLeg(name: string): Promise<void> {
    const leg = this.leg(name)
    this.#legs.delete(name)
    this.mixer.removeLeg(name)
    await leg.close()
  }

  /** Does not wait for the disk. */
  async close(): Promise<void> {
    this.#closed = true
    this.recordings.close()
    await Promise.all([...this.#legs.values()].map((leg) => leg.close()))
    this.#legs.clear()
  }
}
