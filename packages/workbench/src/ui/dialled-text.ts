// A number as a person types it, judged before it is sent; the server brings it to its one form by the same rule.

/** Digits, `*` and `#` without `tel:`, `+`, blanks, hyphens, dots, brackets; null when it is no number of 1–24. */
export function tidyNumber(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/[\s\-().]/g, '')
    .replace(/^\+/, '')
  return /^[0-9*#]{1,24}$/.test(bare) ? bare : null
}
