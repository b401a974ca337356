// The caller's language: what they set for themselves, else what the browser prefers, else Chinese.

import type { Language } from '@openseat/contracts'

export function languageOf(set: Language | null | undefined, acceptLanguage: string | undefined): Language {
  if (set) return set
  return preferred(acceptLanguage ?? '') ?? 'zh-CN'
}

/** By q-value, the first of ours (RFC 9110 section 12.5.4). */
function preferred(header: string): Language | undefined {
  const wanted = header
    .split(',')
    .map((item, index) => ({ ...parseItem(item), index }))
    .filter((item) => item.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
  for (const { tag } of wanted) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return undefined
}

function parseItem(item: string): { tag: string; quality: number } {
  const [tag = '', ...params] = item.split(';').map((part) => part.trim().toLowerCase())
  const quality = params.find((param) => param.startsWith('q='))
  return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
}
