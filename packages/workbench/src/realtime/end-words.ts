// Why a call is over for the agent, in words. One that goes on with someone else was transferred.
import { releaseCauseWords, type CallView } from '@openseat/contracts'
import { inLanguage } from '../i18n/language.ts'

export function endWords({ releaseCause, endedAt }: Pick<CallView, 'releaseCause' | 'endedAt'>): string {
  if (releaseCause !== null) return inLanguage(releaseCauseWords[releaseCause])
  return endedAt === null ? inLanguage(releaseCauseWords.transferred) : ''
}
