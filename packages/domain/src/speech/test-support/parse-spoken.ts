// Words back to numbers, by other rules than they were made by.

const chineseDigits = '零一二三四五六七八九'
const chineseUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

export function parseChinese(text: string): number {
  for (const [word, unit] of [['亿', 1e8] as const, ['万', 1e4] as const]) {
    const at = text.lastIndexOf(word)
    if (at >= 0) return parseChinese(text.slice(0, at)) * unit + parseChinese(text.slice(at + 1))
  }
  let sum = 0
  let digit = 0
  for (const character of text.replaceAll('两', '二')) {
    const unit = chineseUnits[character]
    if (unit === undefined) digit = chineseDigits.indexOf(character)
    else {
      sum += (digit || 1) * unit
      digit = 0
    }
  }
  return sum + digit
}

const small = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen`.split(/\s+/)
const tens = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }

export function parseEnglish(text: string): number {
  let sum = 0
  let group = 0
  for (const word of text.split(/[ -]/)) {
    const scale = scales[word]
    if (scale !== undefined) {
      sum += group * scale
      group = 0
    } else if (word === 'hundred') group *= 100
    else group += tens.includes(word) ? tens.indexOf(word) * 10 : small.indexOf(word)
  }
  return sum + group
}
