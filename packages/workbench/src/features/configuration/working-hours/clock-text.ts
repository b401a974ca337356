// A time of day as people write it, in the form that is kept. Pure.

/** `9:00`, `0900`, `９：００` and `9` become `09:00`; what is no time stays as it was typed. */
export function clockText(typed: string): string {
  const plain = typed.normalize('NFKC').trim()
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(plain) ?? []
  return hour === undefined ? typed : `${hour.padStart(2, '0')}:${minute}`
}
