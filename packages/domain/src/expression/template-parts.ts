// Where the expressions of a template begin and end. Braces inside an expression's texts and maps are its own.
import type { ExpressionProblem } from './problem.ts'

/** `from`: where the expression begins in the template. */
export type TemplatePart = { readonly literal: string } | { readonly expression: string; readonly from: number }

export interface TemplateParts {
  readonly parts: readonly TemplatePart[]
  readonly problem?: ExpressionProblem
}

export function templateParts(text: string): TemplateParts {
  const parts: TemplatePart[] = []
  let at = 0
  for (;;) {
    const open = text.indexOf('{{', at)
    if (open < 0) return { parts: [...parts, { literal: text.slice(at) }] }
    parts.push({ literal: text.slice(at, open) })
    const close = closingBraces(text, open + 2)
    if (close === undefined) return { parts, problem: { code: 'unclosedBraces', from: open, to: open + 2 } }
    const written = text.slice(open + 2, close)
    const from = open + 2 + (written.length - written.trimStart().length)
    parts.push({ expression: written.trim(), from })
    at = close + 2
  }
}

function closingBraces(text: string, from: number): number | undefined {
  let depth = 0
  let quote = ''
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === '\\') at += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (depth === 0 && text.startsWith('}}', at)) return at
    else depth += Number(character === '{') - Number(character === '}')
  }
  return undefined
}

/** `${balance}`, as flows of other makers write it, to `{{ balance }}`. What is none of their names stays as it is. */
export const rewriteDollarBraces = (text: string): string =>
  text.replaceAll(/\$\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}/g, (_whole, name: string) => `{{ ${name} }}`)
