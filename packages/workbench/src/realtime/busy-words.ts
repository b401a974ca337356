// Why somebody takes no calls, in words: the product's own reasons, and the tenant's.
import { agentStateWords } from '@openseat/contracts'
import { i18n, inLanguage } from '../i18n/language.ts'

export type Reasons = readonly { code: number; name: string }[]
const ownReasons: readonly number[] = [2, 3, 5, 7]

function reasonWords(reason: number | null, reasons: Reasons): string | null {
  if (reason === null) return null
  if (ownReasons.includes(reason)) return i18n.global.t(`desk.state.reason.${reason}`)
  return reasons.find(({ code }) => code === reason)?.name ?? null
}

export const busyWords = (reason: number | null, reasons: Reasons): string =>
  [inLanguage(agentStateWords.busy), reasonWords(reason, reasons)].filter((part) => part !== null).join(' · ')
