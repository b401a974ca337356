// Prompts, keys and messages of single legs, on the media engine. It remembers what is under way, so that each has one end, whatever
// becomes of the leg, the room and the worker.
import type { RoomLeg } from '@openseat/domain'
import type { MediaEngine, MediaEvent, RecordingEnd } from '@openseat/telephony'
import { notBegun, type RecordingOwners } from './recording-owners.ts'
import type { LegVoice, LegVoiceEvent, LegVoiceListener, MessageEnd, WantedMessage, WantedPrompt } from '../desk/ports/leg-voice.ts'

export interface LegVoicesParts {
  readonly engine: MediaEngine
  /** Told before the engine is. */
  readonly owners: RecordingOwners
  /** Undefined: no such room. */
  readonly tenantOf: (room: string) => number | undefined
  readonly failed: (error: unknown) => void
}

interface OfLeg {
  readonly at: RoomLeg
  readonly tenantId: number
}

interface Prompt extends OfLeg {
  /** A file is read before its play has its turn: until then there is nothing to stop. */
  begun: Promise<unknown>
}

interface Message extends OfLeg {
  readonly wanted: WantedMessage
  /** The beep comes first. */
  phase: 'beep' | 'recording'
  end: MessageEnd | null
}

const endWords: Readonly<Record<RecordingEnd, MessageEnd>> = {
  stopped: 'stopped',
  full: 'full',
  silence: 'silence',
  roomClosed: 'left',
  roomLost: 'failed',
  diskFault: 'failed',
}

export class LegVoices implements LegVoice {
  readonly #parts: LegVoicesParts
  readonly #prompts = new Map<string, Prompt>()
  /** By the name of the recording, and by the beep before it. */
  readonly #messages = new Map<string, Message>()
  readonly #listeners = new Set<LegVoiceListener>()

  constructor(parts: LegVoicesParts) {
    this.#parts = parts
  }

  async play({ room, leg }: RoomLeg, { promptId, source }: WantedPrompt): Promise<void> {
    const prompt: Prompt = { at: { room, leg }, tenantId: this.#tenantOf(room), begun: Promise.resolve() }
    this.#prompts.set(promptId, prompt)
    prompt.begun = this.#parts.engine.play({ room, leg, playId: promptId, source, loop: false })
    await prompt.begun.catch((error: unknown) => {
      this.#prompts.delete(promptId)
      throw error
    })
  }

  async stop({ room }: RoomLeg, promptId: string): Promise<void> {
    const prompt = this.#prompts.get(promptId)
    if (!prompt) return
    await prompt.begun.catch(() => undefined)
    await this.#parts.engine.stopPlay({ room, playId: promptId })
  }

  async listenForTones({ room, leg }: RoomLeg, on: boolean): Promise<void> {
    await this.#parts.engine.listenForTones({ room, leg, on })
  }

  async record(at: RoomLeg, wanted: WantedMessage): Promise<void> {
    const message: Message = { at, tenantId: this.#tenantOf(at.room), wanted, phase: 'beep', end: null }
    this.#messages.set(wanted.recordingId, message)
    if (!wanted.beep) return this.#begin(message)
    const beep = { ...at, playId: beepOf(wanted.recordingId), source: { kind: 'generated', sound: 'beep' }, loop: false } as const
    await this.#parts.engine.play(beep).catch((error: unknown) => {
      this.#messages.delete(wanted.recordingId)
      throw error
    })
  }

  async stopRecording(_at: RoomLeg, recordingId: string): Promise<void> {
    const message = this.#messages.get(recordingId)
    if (message) await this.#endMessage(message, 'stopped')
  }

  on(listener: LegVoiceListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  pressed(tenantId: number, at: RoomLeg, key: string): void {
    this.#tell(tenantId, at, { type: 'keyPressed', key })
    for (const message of this.#messages.values())
      if (isAt(message, at) && message.wanted.stopKeys.includes(key)) void this.#endMessage(message, 'stopKey').catch(this.#parts.failed)
  }

  onEvent(event: MediaEvent): void {
    switch (event.type) {
      case 'playEnded':
        return this.#playEnded(event)
      case 'recordingEnded':
        return this.#recordingEnded(event)
      case 'roomLost':
        return this.#roomGone(event.room)
      default:
    }
  }

  legClosed(at: RoomLeg): void {
    for (const message of this.#messages.values()) if (isAt(message, at)) void this.#endMessage(message, 'left').catch(this.#parts.failed)
  }

  /** The engine tells nothing of a room that was closed but of its recordings. */
  roomClosed(room: string): void {
    this.#roomGone(room)
  }

  #playEnded({ playId, reason }: Extract<MediaEvent, { type: 'playEnded' }>): void {
    const prompt = this.#prompts.get(playId)
    if (prompt) {
      this.#prompts.delete(playId)
      return this.#tell(prompt.tenantId, prompt.at, {
        type: 'promptEnded',
        promptId: playId,
        reason: reason === 'legClosed' ? 'lost' : reason,
      })
    }
    const message = this.#messages.get(playId.slice(beepPrefix.length))
    if (message?.phase !== 'beep' || playId !== beepOf(message.wanted.recordingId)) return
    if (reason === 'finished' && message.end === null) void this.#begin(message).catch(this.#parts.failed)
    else this.#messageEnded(message, message.end ?? 'left', 0)
  }

  async #begin(message: Message): Promise<void> {
    const { at, tenantId, wanted } = message
    const { recordingId, maxSeconds, silenceSeconds } = wanted
    const { engine, owners } = this.#parts
    message.phase = 'recording'
    const limits = { maxSeconds, ...(silenceSeconds === undefined ? {} : { silenceSeconds }) }
    try {
      owners.began(tenantId, recordingId)
      // On both sides: whoever wears one ear of a headset hears it.
      await engine.startRecording({ room: at.room, recordingId, left: [at.leg], right: [at.leg], ...limits })
    } catch (error) {
      owners.ended(notBegun(at.room, recordingId, 'roomLost'))
      this.#messageEnded(message, 'failed', 0)
      throw error
    }
  }

  async #endMessage(message: Message, end: MessageEnd): Promise<void> {
    const { at, wanted, phase } = message
    message.end ??= end
    if (phase === 'beep') await this.#parts.engine.stopPlay({ room: at.room, playId: beepOf(wanted.recordingId) })
    else await this.#parts.engine.stopRecording({ room: at.room, recordingId: wanted.recordingId })
  }

  #recordingEnded({ recordingId, reason, durationMs, bytes }: Extract<MediaEvent, { type: 'recordingEnded' }>): void {
    const message = this.#messages.get(recordingId)
    if (message)
      this.#messageEnded(message, reason === 'stopped' ? (message.end ?? 'stopped') : endWords[reason], bytes > 0 ? durationMs : 0)
  }

  #roomGone(room: string): void {
    for (const [promptId, { at, tenantId }] of this.#prompts) {
      if (at.room !== room) continue
      this.#prompts.delete(promptId)
      this.#tell(tenantId, at, { type: 'promptEnded', promptId, reason: 'lost' })
    }
    // Of a recording that had begun the engine tells the end.
    for (const message of this.#messages.values())
      if (message.at.room === room && message.phase === 'beep') this.#messageEnded(message, 'left', 0)
  }

  #messageEnded({ at, tenantId, wanted }: Message, reason: MessageEnd, durationMs: number): void {
    this.#messages.delete(wanted.recordingId)
    this.#tell(tenantId, at, { type: 'messageEnded', recordingId: wanted.recordingId, reason, durationMs })
  }

  #tenantOf(room: string): number {
    const tenantId = this.#parts.tenantOf(room)
    if (tenantId === undefined) throw new Error(`no room ${room}`)
    return tenantId
  }

  #tell(tenantId: number, at: RoomLeg, event: LegVoiceEvent): void {
    for (const listener of this.#listeners) listener(tenantId, at, event)
  }
}

const beepPrefix = 'beep-'
const beepOf = (recordingId: string): string => `${beepPrefix}${recordingId}`

const isAt = ({ at }: OfLeg, { room, leg }: RoomLeg): boolean => at.room === room && at.leg === leg
