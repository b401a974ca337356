// The agent's state, and the one that follows, in words.
import { agentStateWords, type NextState, type SeatView } from '@openseat/contracts'
import { i18n, inLanguage } from '../../app/language.ts'

type Reasons = readonly { code: number; name: string }[]
const ownReasons: readonly number[] = [2, 3, 5, 7]

function reasonWords(reason: number | null, reasons: Reasons): string | null {
  if (reason === null) return null
  if (ownReasons.includes(reason)) return i18n.global.t(`desk.state.reason.${reason}`)
  return reasons.find(({ code }) => code === reason)?.name ?? null
}

const busyWords = (reason: number | null, reasons: Reasons): string =>
  [inLanguage(agentStateWords.busy), reasonWords(reason, reasons)].filter((part) => part !== null).join(' · ')

export const seatWords = (seat: SeatView, reasons: Reasons): string =>
  seat.state === 'busy' ? busyWords(seat.reason, reasons) : inLanguage(agentStateWords[seat.state])

export const nextWords = (next: NextState, reasons: Reasons): string =>
  next.kind === 'busy' ? busyWords(next.reason, reasons) : inLanguage(agentStateWords[next.kind])
