// What networks, gateways and lists write in place of a number that is not to be shown.

/** Without blanks, dots, hyphens and case. */
const words = new Set(
  (
    'anonymous anonym anonimo anonyme restricted unavailable unknown private withheld blocked hidden ' +
    'nocallerid privatenumber unknownnumber numberwithheld outofarea idunavailable callerunknown unbekannt ' +
    '号码未显示 未显示 匿名 未知 未知号码 隐藏号码 私人号码 不显示号码'
  ).split(' '),
)

/** What the letters of anonymous, restricted, blocked, unknown and "no caller id" are on a telephone's keys, where digits are wanted. */
const keys = new Set(['266696687', '7378742833', '2562533', '8656696', '86282452253', '464'])

/** `text` as `plainText` leaves it. */
export function isWithheld(text: string): boolean {
  const word = text.toLowerCase().replace(/^[+<]|[\s._\->]/g, '')
  if (word === '' || words.has(word)) return true
  // An exchange's "not told": zeros only; an application's: -1, -2, -3.
  return /^0{7,}$/.test(word) || /^-[1-3]$/.test(text) || (text.startsWith('+') && keys.has(word))
}
