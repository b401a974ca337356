// A text with values in it: `Dear {{ customer.name }}`. What a value says is never read as a template or as markup.
import { compileExpression, type EvaluationResult, type Expression, type Names, type Values } from './expression.ts'
import type { EvaluationContext } from './function-kinds.ts'
import { expressionLimits } from './limits.ts'
import { Meter } from './meter.ts'
import type { PlainValue } from './plain-value.ts'
import type { ExpressionProblem } from './problem.ts'
import { templateParts } from './template-parts.ts'

/** What the values are put into: a text, HTML outside of tags and inside quoted attributes, a JSON string, a part of a URL. */
export type TemplateDestination = 'text' | 'html' | 'json' | 'url'

export type Rendered = { readonly ok: true; readonly text: string } | Extract<EvaluationResult, { ok: false }>

export interface Template {
  readonly text: string
  readonly names: ReadonlySet<string>
  /** At most `expressionLimits.renderedLength` UTF-16 code units; `tooBig` beyond. A list or a map is written as JSON, null as nothing. */
  render(values: Values, destination: TemplateDestination, context: RenderingContext): Rendered
}

export interface RenderingContext extends EvaluationContext {
  /** What all of its expressions may spend together; left out: as much as one. */
  readonly meter?: Meter
}

export type CompiledTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] }

type Part = string | Expression

/** Places of problems are those in the whole text. */
export function compileTemplate(text: string, names: Names): CompiledTemplate {
  const most = expressionLimits.templateLength
  if (text.length > most) {
    return refused([{ code: 'tooLong', from: most, to: text.length, expected: String(most), found: String(text.length) }])
  }
  const { parts, problem } = templateParts(text)
  if (problem !== undefined) return refused([problem])
  const problems: ExpressionProblem[] = []
  const compiled = parts.map((part): Part => {
    if ('literal' in part) return part.literal
    const made = compileExpression(part.expression, names)
    if (made.ok) return made.expression
    problems.push(...made.problems.map((each) => ({ ...each, from: each.from + part.from, to: each.to + part.from })))
    return ''
  })
  return problems.length > 0 ? refused(problems) : { ok: true, template: templateOf(text, compiled) }
}

const refused = (problems: readonly ExpressionProblem[]): CompiledTemplate => ({ ok: false, problems })

function templateOf(text: string, parts: readonly Part[]): Template {
  const names = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [...part.names])))
  return { text, names, render: (values, destination, context) => rendered(parts, { values, destination, context }) }
}

interface Rendering {
  readonly values: Values
  readonly destination: TemplateDestination
  readonly context: RenderingContext
}

function rendered(parts: readonly Part[], { values, destination, context }: Rendering): Rendered {
  const { meter = new Meter() } = context
  let text = ''
  for (const part of parts) {
    const outcome = typeof part === 'string' ? part : part.evaluate(values, context, { meter })
    if (typeof outcome !== 'string' && !outcome.ok) return outcome
    text += typeof outcome === 'string' ? outcome : escapes[destination](writtenValue(outcome.value))
    if (text.length > expressionLimits.renderedLength) return { ok: false, code: 'tooBig' }
  }
  return { ok: true, text }
}

export function writtenValue(value: PlainValue): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

const escapes: { readonly [Destination in TemplateDestination]: (written: string) => string } = {
  html: (written) => written.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? character),
  json: (written) => JSON.stringify(written).slice(1, -1),
  text: (written) => written,
  url: (written) =>
    encodeURIComponent(written.toWellFormed()).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
}
