// A timeline entry in words: the contract's text, filled with the entry's facts. Pure.
import {
  flowBranchWords,
  flowNodeWords,
  frameOutcomeWords,
  partyWords,
  releaseCauseWords,
  supervisionModeWords,
  timelineWords,
  type Language,
  type ReleaseCause,
  type TimelineEntry,
} from '@openseat/contracts'

type Words = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** Facts that are codes, and what they are called. */
const coded: Readonly<Record<string, Words>> = {
  cause: releaseCauseWords,
  party: partyWords,
  outcome: frameOutcomeWords,
  mode: supervisionModeWords,
}
const key = (language: Language): 'zh' | 'en' => (language === 'en' ? 'en' : 'zh')

export const causeText = (cause: ReleaseCause, language: Language): string => releaseCauseWords[cause][key(language)]

/** `{name}` is filled from the data; codes are said in words; what is missing becomes a dash. */
export function timelineText(entry: Pick<TimelineEntry, 'kind' | 'data'>, language: Language): string {
  return timelineWords[entry.kind][key(language)].replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'step') return stepText(entry.data, language)
    const value = entry.data[name]
    const words = coded[name]?.[String(value)]
    if (words) return words[key(language)]
    return value === undefined || value === null || value === '' ? '—' : String(value)
  })
}

/** A flow's node, the branch that it was left by, and what the node says of it. */
function stepText({ title, nodeKind, branch, detail }: TimelineEntry['data'], language: Language): string {
  const said = (words: Words, name: unknown): string => words[String(name)]?.[key(language)] ?? String(name ?? '')
  const kind = said(flowNodeWords, nodeKind)
  const node = [title, kind].filter(Boolean).join(' · ')
  const left = branch ? ` → ${said(flowBranchWords, branch)}` : ''
  const more = detail && detail !== branch ? ` (${String(detail)})` : ''
  return `${node || '—'}${left}${more}`
}

/** Seconds from the arrival to the first offer: the part of the wait that was spent in the queue. Null when nobody was offered the call. */
export function queueSeconds(timeline: readonly Pick<TimelineEntry, 'kind' | 'at'>[]): number | null {
  const arrived = timeline.find(({ kind }) => kind === 'queued')
  const offered = timeline.find(({ kind }) => kind === 'offered')
  return arrived && offered ? Math.max(0, Math.round((Date.parse(offered.at) - Date.parse(arrived.at)) / 1000)) : null
}
