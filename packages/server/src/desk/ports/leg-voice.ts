// What a flow does with one leg of a call: prompts, keys, a message. The leg is a SIP peer or a browser; it is there already.
// Which prompt comes next, what a key means and what becomes of a message is not its matter.

import type { RoomLeg } from '@openseat/domain'
import type { PlaySource } from '@openseat/telephony'

export interface WantedPrompt {
  /** Of the caller's making, never used twice; `promptEnded` names it. */
  readonly promptId: string
  readonly source: PlaySource
}

export interface WantedMessage {
  /** As the recordings of the call are named: `callId-n`. It is kept like them, under the same rule of retention. */
  readonly recordingId: string
  readonly maxSeconds: number
  /** A tone before it. */
  readonly beep: boolean
  /** Ends once the caller has said nothing for so long. */
  readonly silenceSeconds?: number
  /** Any of these ends it; '' for none. */
  readonly stopKeys: string
}

export type MessageEnd = 'stopKey' | 'full' | 'silence' | 'stopped' | 'left' | 'failed'

export type LegVoiceEvent =
  /** Once for every prompt that `play` took. `lost`: the leg or its room has gone. */
  | { readonly type: 'promptEnded'; readonly promptId: string; readonly reason: 'finished' | 'stopped' | 'lost' }
  /** Once per press, whichever way it came: RFC 4733, tone, INFO. Also while nothing is waited for. */
  | { readonly type: 'keyPressed'; readonly key: string }
  /** Once for every message that `record` took; `durationMs` 0: nothing is there. */
  | { readonly type: 'messageEnded'; readonly recordingId: string; readonly reason: MessageEnd; readonly durationMs: number }

export type LegVoiceListener = (tenantId: number, at: RoomLeg, event: LegVoiceEvent) => void

export interface LegVoice {
  /** Once, to this leg alone, over what else it hears. Rejects with a `MediaError` when it cannot begin; then no event follows. */
  play(at: RoomLeg, prompt: WantedPrompt): Promise<void>
  /** A prompt that is over is no error. */
  stop(at: RoomLeg, promptId: string): Promise<void>
  /** Whether keys count that the caller's telephone sends as tones; off at first. Costs a little of a core. */
  listenForTones(at: RoomLeg, on: boolean): Promise<void>
  /** What the caller says, after a beep where one is wanted. Rejects when it cannot begin. */
  record(at: RoomLeg, message: WantedMessage): Promise<void>
  stopRecording(at: RoomLeg, recordingId: string): Promise<void>
  /** Returns how to end it. The listener must not throw. */
  on(listener: LegVoiceListener): () => void
}
