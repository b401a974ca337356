// A number as a person types or a page hands it over, brought to the one form that is dialled and passed on.

/** Digits, `*` and `#` (1–24), without `tel:`, `+`, blanks, hyphens, dots or brackets; null when it is no number. */
export function dialledNumber(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/[\s\-().]/g, '')
    .replace(/^\+/, '')
  return /^[0-9*#]{1,24}$/.test(bare) ? bare : null
}
