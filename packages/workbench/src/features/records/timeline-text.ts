// A timeline entry in words: the contract's text, filled with the entry's facts. Pure.
import { releaseCauseWords, timelineWords, type Language, type ReleaseCause, type TimelineEntry } from '@openseat/contracts'

const isCause = (value: unknown): value is ReleaseCause => typeof value === 'string' && value in releaseCauseWords
const key = (language: Language): 'zh' | 'en' => (language === 'en' ? 'en' : 'zh')

export const causeText = (cause: ReleaseCause, language: Language): string => releaseCauseWords[cause][key(language)]

/** `{name}` is filled from the data; a release cause is said in words; what is missing becomes a dash. */
export function timelineText(entry: Pick<TimelineEntry, 'kind' | 'data'>, language: Language): string {
  return timelineWords[entry.kind][key(language)].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = entry.data[name]
    if (name === 'cause' && isCause(value)) return causeText(value, language)
    return value === undefined || value === null || value === '' ? '—' : String(value)
  })
}
