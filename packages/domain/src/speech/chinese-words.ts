// Every word that a Chinese read-out is made of, by the name of its clip.
import type { SpokenPiece } from './pieces.ts'

export const chineseWords = {
  '0': '零',
  '1': '一',
  '2': '二',
  '3': '三',
  '4': '四',
  '5': '五',
  '6': '六',
  '7': '七',
  '8': '八',
  '9': '九',
  yao: '幺',
  liang: '两',
  '10': '十',
  '100': '百',
  '1000': '千',
  wan: '万',
  yi: '亿',
  minus: '负',
  point: '点',
  plus: '加',
  star: '星号',
  hash: '井号',
  ordinal: '第',
  percent: '百分之',
  yuan: '元',
  jiao: '角',
  fen: '分',
  'us-dollar': '美元',
  'us-cent': '美分',
  'hk-dollar': '港元',
  euro: '欧元',
  'euro-cent': '欧分',
  year: '年',
  month: '月',
  day: '日',
  week: '星期',
  'o-clock': '整',
  days: '天',
  hours: '小时',
  minutes: '分钟',
  seconds: '秒',
} as const satisfies Readonly<Record<string, string>>

export type ChineseClip = keyof typeof chineseWords

export const zh = (clip: ChineseClip): SpokenPiece => ({ clip, text: chineseWords[clip] })

const digitClips = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const satisfies readonly ChineseClip[]

export const zhDigit = (digit: number | string): SpokenPiece => zh(digitClips[Number(digit)] ?? '0')
