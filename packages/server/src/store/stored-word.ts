// Words of rows that outlive the program that wrote them.

/** The word, if the column may hold it; one that this program does not know is an error that names the column, never another branch. */
export function storedWord<T extends string>(words: readonly T[], value: string, column: string): T {
  const known = words.find((word) => word === value)
  if (known === undefined) throw new Error(`${column} holds “${value}”, which is none of ${words.join(', ')}`)
  return known
}
