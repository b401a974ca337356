// A caller leaves a message: what to do is said, then the caller speaks after a tone until a key, silence, or the longest time.
import type { FlowEffect } from '@openseat/domain'
import type { LegVoice } from '../desk/ports/leg-voice.ts'
import type { FlowCall, Perform } from './flow-call.ts'
import type { Playing, PromptSound } from './prompt-sound.ts'

type RecordEffect = Extract<FlowEffect, { do: 'record' }>
type Tell = Parameters<Perform>[2]

/** A message that lies in a queue's mailbox from then on. */
export interface KeptMessage {
  readonly callId: string
  readonly queueId: number
  readonly recordingId: string
  readonly durationMs: number
}

export interface MessageParts {
  readonly sound: PromptSound
  readonly voice: LegVoice
  /** Never rejects; told again where it cannot be stored yet. */
  readonly keep: (tenantId: number, message: KeptMessage) => Promise<void>
}

/** Whoever says less has pressed the key at once, or hung up. */
const shortestMs = 1_000
/** Whoever says nothing for so long has said all. */
const silenceSeconds = 10

export class MessageTaker {
  readonly #parts: MessageParts
  /** By the name of the recording. */
  readonly #running = new Map<string, (durationMs: number) => void>()
  readonly #unsubscribe: () => void

  constructor(parts: MessageParts) {
    this.#parts = parts
    this.#unsubscribe = parts.voice.on((_tenantId, _at, event) => {
      if (event.type !== 'messageEnded') return
      this.#running.get(event.recordingId)?.(event.durationMs)
      this.#running.delete(event.recordingId)
    })
  }

  readonly perform: Perform<RecordEffect> = (call, effect, tell) => {
    const { sound, voice } = this.#parts
    const { prompts: pieces, language, effectId } = effect
    const at = call.leg
    let playing: Playing | null = at && pieces.length > 0 ? sound.play(call.tenantId, at, { pieces, language }) : null
    let isStopped = false
    const recordingId = messageName(call, effectId)
    const begin = async (): Promise<void> => {
      await playing?.ended
      playing = null
      if (!isStopped) await this.#record(call, { effect, recordingId, tell })
    }
    begin().catch(() => tell({ type: 'recordingEnded', effectId, outcome: 'error' }))
    return {
      stop: () => {
        isStopped = true
        playing?.stop()
        if (at) voice.stopRecording(at, recordingId).catch(() => undefined)
      },
      press: () => {
        playing?.stop()
        return true
      },
    }
  }

  close(): void {
    this.#unsubscribe()
  }

  async #record(call: FlowCall, { effect, recordingId, tell }: { effect: RecordEffect; recordingId: string; tell: Tell }): Promise<void> {
    const { tenantId, callId, leg } = call
    const { effectId, queueId, maxSeconds, beep, stopKey } = effect
    if (leg === null) throw new Error('nobody is there to leave a message')
    const { promise: ended, resolve } = Promise.withResolvers<number>()
    this.#running.set(recordingId, resolve)
    await this.#parts.voice.record(leg, { recordingId, maxSeconds, silenceSeconds, beep, stopKeys: stopKey ?? '' })
    const durationMs = await ended
    // Also of who hung up in the midst of it: what was said is the message.
    if (durationMs >= shortestMs) await this.#parts.keep(tenantId, { callId, queueId, recordingId, durationMs })
    tell({ type: 'recordingEnded', effectId, outcome: durationMs === 0 ? 'error' : durationMs >= shortestMs ? 'saved' : 'tooShort' })
  }
}

/** Named like the call's other recordings, whose numbers stay below. */
const messageName = ({ callId, flowNumber }: FlowCall, effectId: number): string => `${callId}-${flowNumber * 1_000_000 + effectId}`
