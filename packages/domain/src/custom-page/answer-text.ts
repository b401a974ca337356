// Texts out of an answer in JSON.

/** As text: objects and lists as JSON, nothing as nothing. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? nestedText(value) : String(value)
}

/** Nothing for what is nested deeper than the stack. */
function nestedText(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

/** A text, or a number or boolean in its place; empty for nothing, undefined for what can be no text. */
export function plainText(value: unknown): string | undefined {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? undefined : String(value).trim()
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
