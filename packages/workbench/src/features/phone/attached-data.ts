// Attached data typed as lines of `key=value`. Pure.

export type AttachedData = { readonly ok: true; readonly data: Record<string, string> } | { readonly ok: false; readonly line: number }

/** Empty lines are passed over; the first line that is no pair is named, counted from 1. */
export function attachedDataOf(text: string): AttachedData {
  const data = new Map<string, string>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const at = line.indexOf('=')
    const key = line.slice(0, Math.max(0, at)).trim()
    if (key === '' || key.length > 64) return { ok: false, line: index + 1 }
    data.set(key, line.slice(at + 1).trim())
  }
  return { ok: true, data: Object.fromEntries(data) }
}
