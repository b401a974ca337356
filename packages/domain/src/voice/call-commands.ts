// What an agent does to one of the own calls.
import type { CallCommandKind } from '@openseat/contracts'
import { done, refuse, type CommandOf, type Reply, type Rows } from '../acd/command.ts'
import { isConnected } from '../contact/contact.ts'
import { callInside, dial } from './calling.ts'
import { hold, retrieve, talksElsewhere } from './hold.ts'
import type { Leg } from './leg.ts'
import { conferenceOf } from './linked-talks.ts'
import { isTalking, phaseOf } from './phase.ts'
import { recordingPolicy, switchRecording } from './recording.ts'
import { otherLeg, type Talk } from './talk.ts'
import { switchVideo } from './video.ts'
import { ownLeg, refuseState, type CallContext, type VoiceContext } from './voice-context.ts'

/** What a command does to the agent's own call; false where the call's state does not take it. */
const onCall =
  <C extends { readonly kind: CallCommandKind }>(act: (context: CallContext & Own, command: C) => boolean) =>
  (context: CallContext, command: C): Reply => {
    const talk = context.voice.talkOf(context.contact)
    const leg = ownLeg(talk, context.agentNumber)
    return leg && act({ ...context, talk, leg }, command) ? done : refuseState(talk, command.kind)
  }

interface Own {
  readonly talk: Talk
  /** The agent's. */
  readonly leg: Leg
}

export const callCommands: Rows<CallCommandKind, VoiceContext> = {
  dial: { needs: 'signedIn', run: dial },
  callInside: { needs: 'signedIn', run: callInside },
  hold: {
    needs: 'contact',
    run: onCall(({ voice, talk, leg, now }) => isTalking(talk) && !conferenceOf(voice, talk) && hold(voice, talk, leg, now)),
  },
  retrieve: { needs: 'contact', run: onCall(comeBack) },
  mute: { needs: 'contact', run: onCall(mute) },
  sendDigits: { needs: 'contact', run: onCall(sendDigits) },
  record: {
    needs: 'contact',
    run: (context, command) =>
      recordingPolicy(context.voice, context.voice.talkOf(context.contact)) === 'never'
        ? refuse('RECORDING_REFUSED')
        : onCall<CommandOf<'record'>>(({ voice, talk, now }, { action }) => switchRecording(voice, talk, action, now))(context, command),
  },
  video: {
    needs: 'contact',
    run: (context, command) =>
      context.voice.talkOf(context.contact).served?.showsVideo
        ? onCall<CommandOf<'video'>>(({ voice, talk, now }, { action }) => switchVideo(voice, talk, { by: 'agent', action }, now))(
            context,
            command,
          )
        : refuse('VIDEO_IMPOSSIBLE'),
  },
}

/** An agent who talks with someone else meanwhile swaps instead; one who is held there leaves it held. */
function comeBack({ voice, talk, leg, now }: CallContext & Own): boolean {
  const elsewhere = talksElsewhere(voice, talk, leg)
  if (!talk.heldBy.includes(leg) || elsewhere.some((each) => phaseOf(each) !== 'held')) return false
  for (const each of elsewhere) hold(voice, each, leg, now)
  return retrieve(voice, talk, leg, now)
}

function mute({ voice, talk, leg }: CallContext & Own, { on }: CommandOf<'mute'>): boolean {
  if (!isConnected(talk.contact)) return false
  talk.muted = [...talk.muted.filter((each) => each !== leg), ...(on ? [leg] : [])]
  voice.touch(talk)
  return true
}

/** Keys go to the far end. */
function sendDigits({ voice, talk, leg, now }: CallContext & Own, { digits }: CommandOf<'sendDigits'>): boolean {
  const far = otherLeg(talk, leg)
  if (phaseOf(talk) !== 'talking' || far === null) return false
  voice.act({ type: 'sendDigits', room: talk.roomId, leg: far.id, digits })
  voice.state.addTimeline(talk.contact, now, { kind: 'digits', data: { party: 'agent', count: digits.length } })
  voice.touch(talk)
  return true
}
