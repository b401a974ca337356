// Whether a call is recorded: by its queue's policy, and by its agent where the policy allows.
import type { RecordingPolicy, RecordingState, TimelineKind } from '@openseat/contracts'
import { isConnected } from '../contact/contact.ts'
import { queueOf } from './queue-sounds.ts'
import type { Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

export const recordingPolicy = (voice: VoiceState, talk: Talk): RecordingPolicy =>
  talk.contact.purpose === 'customer' ? (queueOf(voice, talk)?.recording ?? 'never') : 'never'

/** Name of a call's latest recording. */
export const recordingIdOf = ({ contact, recordings }: Talk): string => `${contact.callId}-${recordings}`

/** At each answer: another queue may have another policy. */
export function startPolicyRecording(voice: VoiceState, talk: Talk, now: number): void {
  const policy = recordingPolicy(voice, talk)
  if (policy === 'always' && talk.recording === 'off') begin(voice, talk, now)
  if (policy === 'never' && talk.recording !== 'off') stop(voice, talk, now)
}

export type RecordAction = 'start' | 'pause' | 'resume' | 'stop'

/** False when the recording's state does not take it. */
export function switchRecording(voice: VoiceState, talk: Talk, action: RecordAction, now: number): boolean {
  if (!isConnected(talk.contact)) return false
  if (action === 'start' && talk.recording === 'off') begin(voice, talk, now)
  else if (action === 'pause' && talk.recording === 'on') setRecording(voice, talk, { to: 'paused', kind: 'recordingPaused' }, now)
  else if (action === 'resume' && talk.recording === 'paused') setRecording(voice, talk, { to: 'on', kind: 'recordingResumed' }, now)
  else if (action === 'stop' && talk.recording !== 'off' && recordingPolicy(voice, talk) !== 'always') stop(voice, talk, now)
  else return false
  return true
}

interface Switch {
  readonly to: RecordingState
  readonly kind: TimelineKind
}

function setRecording(voice: VoiceState, talk: Talk, { to, kind }: Switch, now: number): void {
  talk.recording = to
  voice.state.addTimeline(talk.contact, now, { kind, data: {} })
  voice.touch(talk)
}

function begin(voice: VoiceState, talk: Talk, now: number): void {
  talk.recordings += 1
  setRecording(voice, talk, { to: 'on', kind: 'recordingStarted' }, now)
  if (queueOf(voice, talk)?.recordingNotice) voice.act({ type: 'playNotice', room: talk.roomId })
}

const stop = (voice: VoiceState, talk: Talk, now: number): void => setRecording(voice, talk, { to: 'off', kind: 'recordingStopped' }, now)

export interface LostRecording {
  readonly room: string
  readonly recordingId: string
  /** Another one may begin: not where the disk is at fault. */
  readonly canGoOn: boolean
}

/** What was written until then is kept; the rest of the call is a recording of its own, or there is none. */
export function recordingLost(voice: VoiceState, { room, recordingId, canGoOn }: LostRecording, now: number): void {
  const talk = voice.liveTalk(room)
  if (!talk || talk.recording === 'off' || recordingIdOf(talk) !== recordingId) return
  if (!canGoOn) return setRecording(voice, talk, { to: 'off', kind: 'recordingFailed' }, now)
  talk.recordings += 1
  voice.touch(talk)
}
