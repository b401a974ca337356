// What a browser telephone shows, by the server's frames. Pure.
import type { IceServer, PhoneCallPhase, PhoneServerFrame, ReleaseCause, VideoState } from '@openseat/contracts'

export interface PhoneCall {
  readonly callId: string
  readonly phase: PhoneCallPhase
  readonly otherNumber: string
  /** When it came into this phase, epoch milliseconds of this computer. */
  readonly since: number
}

export interface PhoneState {
  readonly registered: { readonly number: string; readonly token: string } | null
  readonly call: PhoneCall | null
  /** Why the last call ended; gone with the next. */
  readonly lastCause: ReleaseCause | null
  readonly refusal: string
  /** Of the present call. */
  readonly video: { readonly state: VideoState; readonly session: number }
  readonly iceServers: readonly IceServer[]
}

const noVideo = { state: 'off', session: 0 } as const
export const switchedOff: PhoneState = { registered: null, call: null, lastCause: null, refusal: '', video: noVideo, iceServers: [] }

type Shown = Exclude<PhoneServerFrame, { type: 'ping' | 'mediaWanted' | 'mediaAnswer' | 'videoSignal' }>

export function phoneAfter(state: PhoneState, frame: Shown, now: number): PhoneState {
  switch (frame.type) {
    case 'registered':
      return {
        ...state,
        registered: { number: frame.number, token: frame.token },
        call: frame.call && callOf(state, frame.call, now),
        refusal: '',
        video: frame.call ? state.video : noVideo,
        iceServers: frame.iceServers,
      }
    case 'call':
      return { ...state, call: callOf(state, frame, now), lastCause: null, refusal: '' }
    case 'ended':
      return state.call && state.call.callId !== frame.callId ? state : { ...state, call: null, lastCause: frame.cause, video: noVideo }
    case 'error':
      return { ...state, refusal: frame.message }
    case 'video':
      return { ...state, video: { state: frame.state, session: frame.session } }
  }
}

function callOf(state: PhoneState, { callId, phase, otherNumber }: Omit<PhoneCall, 'since'>, now: number): PhoneCall {
  const { call } = state
  return { callId, phase, otherNumber, since: call?.callId === callId && call.phase === phase ? call.since : now }
}
