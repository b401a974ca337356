// What is said of a call beside whom it is with. Pure but for the words.
import { callPurposeWords, callStateWords, supervisionModeWords, type CallView } from '@openseat/contracts'
import { i18n, inLanguage } from '../../i18n/language.ts'
import type { AudioState } from '../../media/call-audio.ts'
import { secondsSince } from '../../realtime/server-clock.ts'
import { numberText } from '../../ui/number-text.ts'
import { durationText } from '../../ui/time-text.ts'

/** The state in a word, where the agent's own state does not tell it. */
function stateFact(call: CallView, now: number): string | null {
  const { t } = i18n.global
  if (call.conference) return t('desk.call.conference')
  if (call.heldByOther) return t('desk.call.heldByOther')
  if (call.heldSince !== null) return t('desk.call.held', { time: durationText(secondsSince(call.heldSince, now)) })
  return call.state === 'dialling' || call.state === 'alerting' ? inLanguage(callStateWords[call.state]) : null
}

function supervisionFact(call: CallView): string | null {
  if (call.purpose === 'supervision' || call.supervision === null) return null
  return i18n.global.t('desk.call.supervised', { mode: inLanguage(supervisionModeWords[call.supervision]) })
}

function originFact(call: CallView): string | null {
  const { t } = i18n.global
  if (call.purpose === 'customer') return call.queueName ?? t('desk.call.noQueue')
  // Once the customer is gone there is no number to speak of.
  const isAbout = call.purpose === 'consult' && call.customerNumber !== call.other.number
  if (isAbout) return t('desk.call.about', { number: numberText(call.customerNumber) })
  return inLanguage(callPurposeWords[call.purpose])
}

export function callFacts(call: CallView, now: number): string[] {
  const { t } = i18n.global
  const waited =
    call.purpose === 'customer' && call.direction === 'inbound' ? t('desk.call.waited', { time: durationText(call.waitSeconds) }) : null
  const video = call.state === 'ringing' && call.mediaType === 'video' ? t('video.call') : null
  const muted = call.muted ? t('desk.call.muted') : null
  return [stateFact(call, now), video, supervisionFact(call), muted, originFact(call), waited].filter((fact) => fact !== null)
}

/** What is wrong with the audio, or null. `leads`: this tab has it. */
export function audioTrouble(call: CallView, audio: AudioState, leads: boolean): string | null {
  const { t } = i18n.global
  if (call.customerLost) return t('desk.call.customerLost')
  if (call.ownQuiet) return t('desk.call.ownQuiet')
  if (call.otherQuiet) return t('desk.call.otherQuiet')
  if (!leads || call.state === 'ringing') return null
  if (audio.kind === 'noMicrophone') return t(`sound.problem.${audio.problem}`)
  if (audio.kind === 'opening') return t('desk.call.audioOpening')
  return audio.kind === 'failed' || audio.kind === 'interrupted' ? t('desk.call.audioLost') : null
}
