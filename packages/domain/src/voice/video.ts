// Video beside a call: asked for at one end, agreed to at the other, ended by either. A video call begins with it.
import type { TimelineKind, VideoAction, VideoState } from '@openseat/contracts'
import { phaseOf } from './phase.ts'
import type { CallVideo, Party, Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

interface Wish {
  readonly by: Party
  readonly action: VideoAction
}

/** The customer's end can show video. */
export const isVideoPossible = ({ contact, served }: Talk): boolean => contact.purpose === 'customer' && served?.showsVideo === true

/** A request is `asked` by the one who made it and `wanted` by the other. Nobody is seen on hold. */
export function videoAt(talk: Talk, end: Party): VideoState {
  if (phaseOf(talk) !== 'talking') return 'off'
  if (talk.video.kind !== 'requested') return talk.video.kind
  return talk.video.by === end ? 'asked' : 'wanted'
}

/** False when the call's state does not take it. */
export function switchVideo(voice: VoiceState, talk: Talk, wish: Wish, now: number): boolean {
  if (phaseOf(talk) !== 'talking' || !isVideoPossible(talk)) return false
  const { by } = wish
  switch (outcomeOf(talk.video, wish)) {
    case 'request':
      return setVideo(voice, talk, { to: { kind: 'requested', by }, kind: 'videoRequested', by }, now)
    case 'start':
      return start(voice, talk, now)
    case 'decline':
      return setVideo(voice, talk, { to: { kind: 'off' }, kind: 'videoDeclined', by }, now)
    case 'stop':
      return setVideo(voice, talk, { to: { kind: 'off' }, kind: 'videoStopped', by }, now)
    case null:
      return false
  }
}

/** Both ends asking is both ends agreeing. */
function outcomeOf(video: CallVideo, { by, action }: Wish): 'request' | 'start' | 'decline' | 'stop' | null {
  const isAsked = video.kind === 'requested' && video.by !== by
  if (isAsked) return action === 'accept' || action === 'request' ? 'start' : 'decline'
  if (action === 'request') return video.kind === 'off' ? 'request' : null
  return action === 'stop' && video.kind !== 'off' ? 'stop' : null
}

interface Switch {
  readonly to: CallVideo
  readonly kind: TimelineKind
  readonly by: Party
}

function setVideo(voice: VoiceState, talk: Talk, { to, kind, by }: Switch, now: number): true {
  talk.video = to
  voice.state.addTimeline(talk.contact, now, { kind, data: { party: by } })
  voice.touch(talk)
  return true
}

function start(voice: VoiceState, talk: Talk, now: number): true {
  talk.videoSession += 1
  return setVideo(voice, talk, { to: { kind: 'on' }, kind: 'videoStarted', by: 'agent' }, now)
}

/** At each answer by an agent: two other browsers see each other from now on, or none. */
export function pairVideo(voice: VoiceState, talk: Talk, now: number): void {
  const { channel, direction } = talk.contact
  const wants = channel === 'video' && isVideoPossible(talk)
  // A customer who is called has not agreed to be seen: they are asked, once.
  if (wants && direction === 'outbound' && talk.videoSession === 0)
    setVideo(voice, talk, { to: { kind: 'requested', by: 'agent' }, kind: 'videoRequested', by: 'agent' }, now)
  else if (wants) start(voice, talk, now)
  else if (talk.video.kind !== 'off') setVideo(voice, talk, { to: { kind: 'off' }, kind: 'videoStopped', by: 'agent' }, now)
}
