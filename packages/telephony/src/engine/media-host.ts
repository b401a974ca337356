// All rooms of one worker: performs the commands, drives the tick, reports timeouts and figures.

import { SampleSource } from '../media/audio-source.ts'
import { generatedSound } from '../media/generated-sounds.ts'
import { faultOfRules } from '../media/hearing.ts'
import { isDtmfDigits } from '../media/dtmf-send.ts'
import { systemClock, Ticker } from '../media/ticker.ts'
import type { RecordedFile } from '../recording/recording-file.ts'
import { FileSounds } from '../wave/file-sounds.ts'
import { PortWindow } from '../webrtc/port-window.ts'
import { HostedRoom } from './hosted-room.ts'
import type { LegStats } from './leg-stats.ts'
import { MediaError } from '../media/media-error.ts'
import type { WorkerHealth } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import type { WorkerSettings } from './media-settings.ts'
import type { CommandInput, RoomCommands } from './room-commands.ts'

type MediaHostParts = { settings: WorkerSettings; emit: (event: MediaEvent) => void }

const TIMEOUT_CHECK_MS = 1000

export class MediaHost implements RoomCommands {
  readonly #parts: MediaHostParts
  readonly #rooms = new Map<string, HostedRoom>()
  readonly #ports: PortWindow | undefined
  readonly #fileSounds = new FileSounds()
  readonly #ticker: Ticker
  readonly #timers: NodeJS.Timeout[]

  constructor(parts: MediaHostParts) {
    this.#parts = parts
    this.#ports = parts.settings.udpPorts && new PortWindow(parts.settings.udpPorts)
    this.#ticker = new Ticker({
      clock: systemClock,
      onTick: () => this.#eachRoom((room) => room.mixer.tick()),
      onSkip: (ticks) => this.#eachRoom((room) => room.mixer.skip(ticks)),
    })
    this.#timers = [
      setInterval(() => this.#checkTimeouts(), TIMEOUT_CHECK_MS),
      setInterval(() => this.#reportStats(), parts.settings.statsIntervalMs),
    ]
  }

  async openRoom({ room }: CommandInput<'openRoom'>): Promise<void> {
    if (this.#rooms.has(room)) throw new MediaError('MEDIA_ROOM_EXISTS', room)
    const { settings, emit } = this.#parts
    this.#rooms.set(room, new HostedRoom({ room, settings, ports: this.#ports, emit }))
  }

  async closeRoom({ room }: CommandInput<'closeRoom'>): Promise<void> {
    const closed = this.#inRoom(room, (hosted) => hosted.close())
    // The name is free at once; commands given before still find their room.
    this.#rooms.delete(room)
    await closed
  }

  openWebLeg(offer: CommandInput<'openWebLeg'>): Promise<{ answerSdp: string }> {
    return this.#inRoom(offer.room, (hosted) => hosted.openWebLeg(offer))
  }

  reofferWebLeg({ room, leg, offerSdp }: CommandInput<'reofferWebLeg'>): Promise<{ answerSdp: string }> {
    return this.#inRoom(room, async (hosted) => {
      const { answerSdp } = await hosted.webLeg(leg).answer(offerSdp)
      return { answerSdp }
    })
  }

  openRtpLeg({ room, leg }: CommandInput<'openRtpLeg'>): Promise<void> {
    return this.#inRoom(room, (hosted) => hosted.openRtpLeg(leg))
  }

  offerRtpLeg(request: CommandInput<'offerRtpLeg'>): Promise<{ offerSdp: string }> {
    return this.#inRoom(request.room, (hosted) => ({ offerSdp: hosted.rtpLeg(request.leg).offer(request) }))
  }

  answerRtpLeg(request: CommandInput<'answerRtpLeg'>): ReturnType<RoomCommands['answerRtpLeg']> {
    return this.#inRoom(request.room, async (hosted) => {
      const answered = await hosted.rtpLeg(request.leg).answer(request)
      return { answerSdp: answered.sdp, direction: answered.direction }
    })
  }

  acceptRtpLeg(request: CommandInput<'acceptRtpLeg'>): Promise<void> {
    return this.#inRoom(request.room, (hosted) => hosted.rtpLeg(request.leg).accept(request))
  }

  closeLeg({ room, leg }: CommandInput<'closeLeg'>): Promise<void> {
    return this.#inRoom(room, (hosted) => hosted.closeLeg(leg))
  }

  setHearing({ room, rules }: CommandInput<'setHearing'>): Promise<void> {
    return this.#inRoom(room, ({ mixer }) => {
      const fault = rules === 'everyone' ? undefined : faultOfRules(rules)
      if (fault !== undefined) throw new MediaError('MEDIA_RULES_REFUSED', fault)
      mixer.setHearing(rules)
    })
  }

  setMuted({ room, leg, muted }: CommandInput<'setMuted'>): Promise<void> {
    return this.#inRoom(room, (hosted) => {
      hosted.leg(leg)
      hosted.mixer.setMuted(leg, muted)
    })
  }

  /** A slow disk must not hold up the room's other commands: the file is read before the play's turn comes. */
  async play({ room, leg, playId, source, loop }: CommandInput<'play'>): Promise<void> {
    const sound = source.kind === 'file' ? new SampleSource(await this.#fileSounds.samples(source.path)) : generatedSound(source.sound)
    return this.#inRoom(room, (hosted) => {
      if (leg !== undefined) hosted.leg(leg)
      hosted.mixer.play({ playId, loop, source: sound, ...(leg !== undefined && { leg }) })
    })
  }

  stopPlay({ room, playId }: CommandInput<'stopPlay'>): Promise<void> {
    return this.#inRoom(room, ({ mixer }) => mixer.stopPlay(playId))
  }

  listenForTones({ room, leg, on }: CommandInput<'listenForTones'>): Promise<void> {
    return this.#inRoom(room, (hosted) => {
      hosted.leg(leg)
      hosted.mixer.listenForTones(leg, on)
    })
  }

  sendDigits({ room, leg, digits }: CommandInput<'sendDigits'>): Promise<void> {
    return this.#inRoom(room, (hosted) => {
      const target = hosted.leg(leg)
      if (!isDtmfDigits(digits)) throw new MediaError('MEDIA_DIGITS_REFUSED', 'not 1 to 64 of 0-9 * # A-D')
      target.sendDigits(digits)
    })
  }

  async startRecording(request: CommandInput<'startRecording'>): Promise<void> {
    const { opened } = await this.#inRoom(request.room, ({ recordings }) => recordings.start(request))
    await opened
  }

  setRecordingPaused({ room, recordingId, paused }: CommandInput<'setRecordingPaused'>): Promise<void> {
    return this.#inRoom(room, ({ recordings }) => recordings.recorder(recordingId).setPaused(paused))
  }

  setRecordingLegs({ room, recordingId, left, right }: CommandInput<'setRecordingLegs'>): Promise<void> {
    return this.#inRoom(room, ({ recordings }) => recordings.recorder(recordingId).setLegs({ left, right }))
  }

  async stopRecording({ room, recordingId }: CommandInput<'stopRecording'>): Promise<RecordedFile> {
    const { finished } = await this.#inRoom(room, ({ recordings }) => recordings.stop(recordingId))
    return finished
  }

  stats({ room, leg }: CommandInput<'stats'>): Promise<LegStats> {
    return this.#inRoom(room, (hosted) => hosted.leg(leg).stats())
  }

  async health(): Promise<WorkerHealth> {
    const { p99Ms, maxMs } = this.#ticker.lateness
    const { user, system } = process.cpuUsage()
    return {
      pid: process.pid,
      rooms: this.#rooms.size,
      legs: [...this.#rooms.values()].reduce((sum, room) => sum + room.legCount, 0),
      tickLatenessP99Ms: p99Ms,
      tickLatenessMaxMs: maxMs,
      ticks: this.#ticker.ticks,
      ticksSkipped: this.#ticker.ticksSkipped,
      cpuMs: (user + system) / 1000,
      residentBytes: process.memoryUsage.rss(),
    }
  }

  async close(): Promise<void> {
    this.#ticker.close()
    for (const timer of this.#timers) clearInterval(timer)
    const rooms = [...this.#rooms.values()]
    await Promise.all(rooms.map((room) => room.close()))
    this.#rooms.clear()
    await Promise.all(rooms.map((room) => room.recordings.allEnded()))
  }

  async #inRoom<T>(room: string, command: (hosted: HostedRoom) => T | Promise<T>): Promise<T> {
    const hosted = this.#rooms.get(room)
    if (hosted === undefined) throw new MediaError('MEDIA_ROOM_UNKNOWN', room)
    return hosted.inOrder(() => command(hosted))
  }

  #eachRoom(act: (room: HostedRoom) => void): void {
    for (const room of this.#rooms.values()) act(room)
  }

  #checkTimeouts(): void {
    this.#eachRoom((room) => {
      for (const [, leg] of room.legs) leg.checkTimeouts(performance.now())
    })
  }

  #reportStats(): void {
    for (const [room, hosted] of this.#rooms) {
      for (const [leg, hostedLeg] of hosted.legs) {
        if (hostedLeg.connected) this.#parts.emit({ type: 'stats', room, leg, stats: hostedLeg.stats() })
      }
    }
  }
}
