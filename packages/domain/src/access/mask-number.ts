// Numbers for those who may not see them whole: the ends stay, so that people can tell calls apart.

/** `13812345678` → `138****5678`; short numbers keep only their last digits. */
export function maskNumber(number: string): string {
  const length = [...number].length
  if (length >= 8) return `${number.slice(0, 3)}****${number.slice(-4)}`
  if (length >= 4) return `****${number.slice(-2)}`
  return '*'.repeat(length)
}
