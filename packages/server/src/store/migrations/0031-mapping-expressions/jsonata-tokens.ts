// The words of a JSONata expression, as far as mappings of answers have them.

export type Token =
  | { readonly kind: 'name' | 'call' | 'text' | 'sign'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string }

const forms: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+/y],
  ['number', /(?:0|[1-9]\d*)(?:\.\d+)?/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['name', /`[^`]+`|[\p{L}_][\p{L}\p{N}_]*/uy],
  ['call', /\$[a-zA-Z]\w*(?=\s*\()/y],
  ['variable', /\$\$|\$root\b|\$(?!\w)/y],
  ['sign', /!=|<=|>=|[.[\]()=<>+\-*/%&?:,]/y],
]

const unescape = (body: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(`"${body.replaceAll(/\\'/g, "'").replaceAll(/(?<!\\)"/g, '\\"')}"`)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Undefined for what is none of these words. */
export function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  let at = 0
  while (at < expression.length) {
    const [kind, text] = wordAt(expression, at)
    if (kind === undefined) return undefined
    at += text.length
    const token = kind === 'blank' ? null : tokenOf(kind, text)
    if (token === undefined) return undefined
    if (token !== null) tokens.push(token)
  }
  return tokens
}

function wordAt(expression: string, at: number): readonly [Token['kind'] | 'blank' | undefined, string] {
  for (const [kind, form] of forms) {
    form.lastIndex = at
    const found = form.exec(expression)?.[0]
    if (found !== undefined) return [kind, found]
  }
  return [undefined, '']
}

function tokenOf(kind: Token['kind'], text: string): Token | undefined {
  if (kind === 'number') return { kind, text, value: Number(text) }
  if (kind === 'text') {
    const value = unescape(text.slice(1, -1))
    return value === undefined ? undefined : { kind, text: value }
  }
  if (kind === 'name' && text.startsWith('`')) return { kind, text: text.slice(1, -1) }
  if (kind === 'name' && ['and', 'or', 'in'].includes(text)) return { kind: 'sign', text }
  return { kind, text }
}
