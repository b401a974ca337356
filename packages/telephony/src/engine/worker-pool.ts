// Which worker has which room. Starts workers when needed, and forgets the rooms of one that died.

import type { WorkerHealth } from './media-engine.ts'
import { MediaError } from '../media/media-error.ts'
import type { MediaEvent } from './media-event.ts'
import type { MediaSettings, WorkerSettings } from './media-settings.ts'
import { MediaWorkerProcess } from './media-worker-process.ts'
import { shareOfRange } from '../webrtc/port-window.ts'

type WorkerPoolParts = {
  settings: MediaSettings
  onEvent: (event: MediaEvent) => void
  /** After its rooms were reported as lost. Not at `close()`. */
  onWorkerLost: (worker: MediaWorkerProcess) => void
  onFault: (detail: string) => void
}

type Slot = { worker: MediaWorkerProcess; rooms: Set<string> }

export class WorkerPool {
  readonly #parts: WorkerPoolParts
  readonly #slots: (Slot | undefined)[]
  readonly #slotByRoom = new Map<string, Slot>()
  #closed = false

  /** One worker is warm from the start. */
  constructor(parts: WorkerPoolParts) {
    this.#parts = parts
    this.#slots = Array.from({ length: parts.settings.workers }, () => undefined)
    this.#start(0)
  }

  /** The room's worker. `MEDIA_ROOM_UNKNOWN`, `MEDIA_ENGINE_CLOSED`. */
  workerOf(room: string): MediaWorkerProcess {
    this.#refuseWhenClosed()
    const slot = this.#slotByRoom.get(room)
    if (slot === undefined) throw new MediaError('MEDIA_ROOM_UNKNOWN', room)
    return slot.worker
  }

  /** Gives the room to the worker with the fewest. `MEDIA_ROOM_EXISTS`, `MEDIA_NO_CAPACITY`. */
  assign(room: string): MediaWorkerProcess {
    this.#refuseWhenClosed()
    if (this.#slotByRoom.has(room)) throw new MediaError('MEDIA_ROOM_EXISTS', room)
    const slot = this.#slotForNewRoom()
    slot.rooms.add(room)
    this.#slotByRoom.set(room, slot)
    return slot.worker
  }

  release(room: string): void {
    this.#slotByRoom.get(room)?.rooms.delete(room)
    this.#slotByRoom.delete(room)
  }

  /** Of the workers that live; one that dies meanwhile is left out. */
  async health(): Promise<WorkerHealth[]> {
    const answers = await Promise.allSettled(this.#live().map(({ worker }) => worker.request('health', {})))
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#live().map(({ worker }) => worker.close()))
  }

  #live(): Slot[] {
    return this.#slots.filter((slot) => slot !== undefined)
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new MediaError('MEDIA_ENGINE_CLOSED')
  }

  #slotForNewRoom(): Slot {
    const least = this.#live().toSorted((a, b) => a.rooms.size - b.rooms.size)[0]
    if (least !== undefined && least.rooms.size < this.#parts.settings.roomsPerWorker) return least
    const free = this.#slots.indexOf(undefined)
    if (free === -1) throw new MediaError('MEDIA_NO_CAPACITY', 'all workers are full')
    return this.#start(free)
  }

  #start(index: number): Slot {
    const { settings, onEvent, onFault } = this.#parts
    const worker = new MediaWorkerProcess({
      settings: workerSettings(settings, index),
      livenessCheckMs: settings.livenessCheckMs,
      onEvent,
      onFault,
      onExit: () => this.#onExit(index),
    })
    const slot: Slot = { worker, rooms: new Set() }
    this.#slots[index] = slot
    return slot
  }

  /** A dead worker is replaced at once if calls were in it, else by the next room: no endless restarts. */
  #onExit(index: number): void {
    const slot = this.#slots[index]
    this.#slots[index] = undefined
    if (slot === undefined || this.#closed) return
    const lost = [...slot.rooms]
    for (const room of lost) this.release(room)
    if (lost.length > 0) this.#start(index)
    for (const room of lost) this.#parts.onEvent({ type: 'roomLost', room })
    this.#parts.onWorkerLost(slot.worker)
  }
}

const workerSettings = (settings: MediaSettings, index: number): WorkerSettings => {
  const { workers, roomsPerWorker: _rooms, livenessCheckMs: _check, udpPorts, ...rest } = settings
  return udpPorts === undefined ? rest : { ...rest, udpPorts: shareOfRange(udpPorts, index, workers) }
}
