// Who holds whom. A leg that holds a talk is elsewhere meanwhile; the talk goes on when nobody holds it any more.
import { isConnected } from '../contact/contact.ts'
import type { Leg } from './leg.ts'
import { isTalking, phaseOf } from './phase.ts'
import { legsOf, type Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

/** False where the leg has no talk to hold, or holds it already. */
export function hold(voice: VoiceState, talk: Talk, by: Leg, now: number): boolean {
  if (!isConnected(talk.contact) || talk.heldBy.includes(by)) return false
  const wasTalking = isTalking(talk)
  talk.heldBy = [...talk.heldBy, by]
  if (wasTalking) {
    talk.heldSince = now
    voice.state.addTimeline(talk.contact, now, { kind: 'held', data: {} })
  }
  voice.touch(talk)
  return true
}

/** False where the leg does not hold the talk. */
export function retrieve(voice: VoiceState, talk: Talk, by: Leg, now: number): boolean {
  if (!isConnected(talk.contact) || !talk.heldBy.includes(by)) return false
  talk.heldBy = talk.heldBy.filter((leg) => leg !== by)
  if (isTalking(talk)) {
    talk.heldSince = null
    // Two browsers see each other anew.
    if (talk.video.kind === 'on') talk.videoSession += 1
    voice.state.addTimeline(talk.contact, now, { kind: 'retrieved', data: {} })
  }
  voice.touch(talk)
  return true
}

/** The leg's other talks that it does not hold: there its agent talks, or is being put through. */
export const talksElsewhere = (voice: VoiceState, talk: Talk, leg: Leg): Talk[] =>
  voice
    .inRoom(talk.roomId)
    .filter((each) => each !== talk && legsOf(each).includes(leg) && !each.heldBy.includes(leg) && phaseOf(each) !== 'ended')
