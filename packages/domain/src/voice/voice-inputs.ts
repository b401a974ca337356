// What the media and the signalling side report of calls: one row per kind of report.
import type { ReleaseCause, VideoAction } from '@openseat/contracts'
import { audioConnected, audioHeard, audioLost, audioMeasured, audioQuiet, digitsPressed, type AudioQuality } from './audio-presence.ts'
import { callArrived, type CallArrival } from './calls-in.ts'
import * as lines from './lines.ts'
import { recordingLost, type LostRecording } from './recording.ts'
import type { RoomLeg, VoiceState } from './voice-state.ts'

export type VoiceInput =
  | ({ readonly type: 'callArrived' } & CallArrival)
  /** Which line answers for a leg that was dialled. */
  | ({ readonly type: 'lineReached'; readonly ref: string; readonly videoPossible?: boolean } & RoomLeg)
  | ({ readonly type: 'lineVideo'; readonly action: VideoAction } & RoomLeg)
  | ({ readonly type: 'lineAlerting' | 'lineAnswered' | 'lineHungUp' } & RoomLeg)
  /** Nobody hung up: the far side of a line that was up is gone. */
  | ({ readonly type: 'lineLost' } & RoomLeg)
  | ({ readonly type: 'lineFailed'; readonly cause: ReleaseCause } & RoomLeg)
  /** An agent's telephone asks to transfer the call. */
  | ({ readonly type: 'lineReferred'; readonly number: string } & RoomLeg)
  | ({ readonly type: 'audioConnected' | 'audioLost' } & RoomLeg)
  /** A telephone sends nothing, as it may; sends again. */
  | ({ readonly type: 'audioQuiet'; readonly seconds: number } & RoomLeg)
  | ({ readonly type: 'audioHeard' } & RoomLeg)
  | ({ readonly type: 'digitsPressed'; readonly count: number } & RoomLeg)
  | ({ readonly type: 'audioMeasured' } & RoomLeg & AudioQuality)
  /** A recording ended without being asked to. */
  | ({ readonly type: 'recordingLost' } & LostRecording)

export type VoiceInputRows = {
  readonly [T in VoiceInput['type']]: (voice: VoiceState, input: Extract<VoiceInput, { type: T }>, now: number) => void
}

export const voiceInputs: VoiceInputRows = {
  callArrived,
  lineReached: (voice, input) => lines.lineReached(voice, input, input),
  lineVideo: (voice, input, now) => lines.lineVideo(voice, input, input.action, now),
  lineAlerting: lines.lineAlerting,
  lineAnswered: lines.lineAnswered,
  lineHungUp: lines.lineHungUp,
  lineLost: lines.lineLost,
  lineFailed: (voice, input, now) => lines.lineFailed(voice, input, input.cause, now),
  lineReferred: (voice, input, now) => lines.lineReferred(voice, input, input.number, now),
  audioConnected,
  audioLost,
  audioQuiet: (voice, input, now) => audioQuiet(voice, input, input.seconds, now),
  audioHeard,
  digitsPressed: (voice, input, now) => digitsPressed(voice, input, input.count, now),
  audioMeasured: (voice, input, now) => audioMeasured(voice, input, input, now),
  recordingLost,
}
