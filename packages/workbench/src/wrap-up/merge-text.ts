// What stands in the form when this browser has a draft and the server has a text. Pure.
import type { WrapUp } from '@openseat/contracts'
import type { Draft, WrapUpText } from './drafts.ts'

export const sameText = (a: WrapUpText, b: WrapUpText): boolean => a.reasonId === b.reasonId && a.notes === b.notes

/** The draft, unless the server was told something later from elsewhere: then both, so that nothing is lost. */
export function merged(draft: Draft | null, saved: WrapUp | null): WrapUpText {
  if (draft === null) return { reasonId: saved?.reasonId ?? null, notes: saved?.notes ?? '' }
  const text = { reasonId: draft.reasonId, notes: draft.notes }
  if (saved === null || Date.parse(saved.savedAt) <= draft.at || saved.notes.trim() === draft.notes.trim()) return text
  return { reasonId: draft.reasonId ?? saved.reasonId, notes: joined(saved.notes, draft.notes) }
}

/** One contains the other where somebody only typed on. */
function joined(older: string, newer: string): string {
  if (newer.includes(older.trim())) return newer
  return older.includes(newer.trim()) ? older : `${older}\n${newer}`
}
