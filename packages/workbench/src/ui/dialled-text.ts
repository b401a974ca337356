// A number as a person types it or a page hands it over, judged before it is sent; the server, which knows the tenant's country,
// has the last word, also on its length.
import { writtenNumber } from '@openseat/contracts'

/** Commands take no longer text. */
const longest = 64

/** Its digits, `*` and `#`, with a plus where one was written; null when it is no number. */
export function tidyNumber(text: string): string | null {
  const written = text.length > longest ? null : writtenNumber(text)
  return written === null ? null : `${written.plus ? '+' : ''}${written.digits}`
}
