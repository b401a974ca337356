// What each end of a call should hear, read off its state: the media side keeps the audio so, whatever happened before.
import type { Call } from './call.ts'

export type Sound = 'silence' | 'otherParty' | 'waitTone' | 'holdTone' | 'ringBack'

export interface AudioPlan {
  readonly callId: string
  /** False once the call is over: close everything. */
  readonly live: boolean
  readonly customerHears: Sound
  readonly agentHears: Sound
  /** The agent's voice is not passed on. */
  readonly agentMuted: boolean
  /** Whose audio may be connected now. */
  readonly customerLeg: boolean
  readonly agentLeg: boolean
}

const over = { live: false, customerHears: 'silence', agentHears: 'silence', customerLeg: false, agentLeg: false } as const

function sounds(call: Call): Omit<AudioPlan, 'callId' | 'agentMuted'> {
  switch (call.state.kind) {
    case 'arrived':
    case 'waiting':
      return { live: true, customerHears: 'waitTone', agentHears: 'silence', customerLeg: true, agentLeg: false }
    case 'offered':
      return { live: true, customerHears: 'waitTone', agentHears: 'silence', customerLeg: true, agentLeg: true }
    case 'dialling':
    case 'alerting':
      return { live: true, customerHears: 'silence', agentHears: 'ringBack', customerLeg: true, agentLeg: true }
    case 'talking':
      return {
        live: true,
        customerHears: call.audio.agent.kind === 'connected' ? 'otherParty' : 'holdTone',
        agentHears: 'otherParty',
        customerLeg: true,
        agentLeg: true,
      }
    case 'held':
      return { live: true, customerHears: 'holdTone', agentHears: 'silence', customerLeg: true, agentLeg: true }
    case 'ended':
      return over
  }
}

/** The plan for a call as it is now. */
export const audioPlan = (call: Call): AudioPlan => ({ callId: call.callId, agentMuted: call.muted, ...sounds(call) })
