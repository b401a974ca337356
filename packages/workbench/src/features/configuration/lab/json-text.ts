// Whatever a page says, as text: circular, huge and strange values too. Pure.

/** `indent` 0: in one line. */
export function jsonText(data: unknown, indent = 0): string {
  try {
    return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value), indent) ?? String(data)
  } catch {
    return String(data)
  }
}
