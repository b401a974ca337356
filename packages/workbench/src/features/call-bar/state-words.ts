// The agent's state, and the one that follows, in words. In a call they say what kind of talk it is, or that there is none yet.
import { busyWords, type Reasons } from '../../realtime/busy-words.ts'
import { agentStateWords, callStateWords, supervisionModeWords, type CallView, type NextState, type SeatView } from '@openseat/contracts'
import { i18n, inLanguage } from '../../i18n/language.ts'

export const seatWords = (seat: SeatView, reasons: Reasons): string =>
  seat.state === 'busy' ? busyWords(seat.reason, reasons) : inLanguage(agentStateWords[seat.state])

export interface PresentCalls {
  readonly main: CallView | null
  readonly consult: CallView | null
}

/** Other words than "in call" for an agent who is in one, or null. */
function talkWords({ main, consult }: PresentCalls): string | null {
  if (!main) return null
  if (main.purpose === 'supervision') return inLanguage(supervisionModeWords[main.supervision ?? 'listen'])
  if (main.conference) return i18n.global.t('desk.call.conference')
  if (consult) return i18n.global.t('desk.state.consulting')
  return main.state === 'dialling' || main.state === 'alerting' || main.state === 'held' ? inLanguage(callStateWords[main.state]) : null
}

export const presentWords = (seat: SeatView, reasons: Reasons, calls: PresentCalls): string =>
  (seat.state === 'talking' ? talkWords(calls) : null) ?? seatWords(seat, reasons)

export const nextWords = (next: NextState, reasons: Reasons): string =>
  next.kind === 'busy' ? busyWords(next.reason, reasons) : inLanguage(agentStateWords[next.kind])
