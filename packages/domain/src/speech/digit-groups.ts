// Where one pauses when digits are told one by one.

export type DigitKind = 'digits' | 'phone' | 'account' | 'code'

const sizes: Readonly<Record<Exclude<DigitKind, 'digits'>, Readonly<Record<number, readonly number[]>>>> = {
  phone: { 7: [3, 4], 8: [4, 4], 10: [3, 3, 4], 11: [3, 4, 4] },
  account: {},
  code: { 6: [3, 3] },
}

/** At most this many characters are read out. */
const longest = 64

/** Spaces, hyphens and brackets set groups of their own. Null when there is anything but digits, letters, `*`, `#` and `+`. */
export function digitGroups(kind: DigitKind, value: string): readonly string[] | null {
  const text = value.normalize('NFKC').trim().toUpperCase()
  if (text === '' || text.length > longest || !/^[0-9A-Z*#+ ()-]*$/.test(text)) return null
  const groups = text.split(/[ ()-]+/).filter((group) => group !== '')
  if (groups.length !== 1) return groups.length === 0 ? null : groups
  return split(groups[0] ?? '', kind)
}

function split(text: string, kind: DigitKind): readonly string[] {
  if (kind === 'digits' || text.length < 6) return [text]
  const groups: string[] = []
  let from = 0
  for (const size of sizes[kind][text.length] ?? fours(text.length)) {
    groups.push(text.slice(from, from + size))
    from += size
  }
  return groups
}

/** A single last digit stays with the group before it. */
function fours(length: number): readonly number[] {
  const whole = Math.floor(length / 4)
  const rest = length % 4
  const groups = Array.from({ length: whole }, () => 4)
  if (rest === 1) return [...groups.slice(1), 5]
  return rest === 0 ? groups : [...groups, rest]
}
