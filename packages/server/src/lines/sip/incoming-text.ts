// Text from the telephone network before it reaches desk, store, pages or log. Free text (attached data, names) loses what
// no column and no page can hold, and its excess length: a carrier's slip must not cost the call. A number is refused as a
// whole: what was cut out of it would make another number.

/** Control characters of ASCII and beyond, and what stands for bytes that were no UTF-8. */
const unwanted = /[\p{Cc}\ufffd]/gu

/** At most `max` characters; what is left of a surrogate pair goes too. */
export const incomingText = (text: string, max: number): string =>
  Array.from(
    text
      .slice(0, 4 * max)
      .toWellFormed()
      .replace(unwanted, ''),
  )
    .slice(0, max)
    .join('')

/** What a number, an account or an extension may consist of. */
export const isCallable = (user: string): boolean => /^\+?[0-9A-Za-z*#._~-]{1,64}$/.test(user)
