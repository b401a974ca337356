// The words of CEL that name a variable of their own and say something of each item.

/** Arguments behind the receiver: the item's name comes first. */
const macros: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
])

export const isMacro = (name: string, count: number): boolean => macros.get(name)?.includes(count) ?? false

/** Of what may be there or not: `a.?b`. */
const optionalMethods: ReadonlyMap<string, number> = new Map([
  ['hasValue', 0],
  ['or', 1],
  ['orValue', 1],
  ['value', 0],
])

export const isOptionalMethod = (name: string, count: number): boolean => optionalMethods.get(name) === count
