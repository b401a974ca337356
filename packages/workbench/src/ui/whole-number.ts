// A whole number in a field: what is typed stays as it is, and is refused in words where it is none.

/** The number, or the text itself where it is none; null when there is nothing. Full-width digits are digits. */
export function numberOf(text: string): number | string | null {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return null
  return /^[-+]?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : plain.slice(0, 40)
}
