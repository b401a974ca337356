// The section of docs/call-walk-through.md that shows the state diagrams, between two marks.
import { readFileSync } from 'node:fs'

export interface StateDiagram {
  readonly name: string
  readonly title: string
  /** Mermaid. */
  readonly text: string
}

const begin = '<!-- states: written by npm run diagrams -->\n'
const end = '<!-- /states -->'

export const readWalkThrough = (): string => readFileSync(new URL('../docs/call-walk-through.md', import.meta.url), 'utf8')

export function withDiagrams(page: string, diagrams: readonly StateDiagram[]): string {
  const [before, rest = ''] = page.split(begin)
  const after = rest.slice(rest.indexOf(end))
  const sections = diagrams.map(({ title, text }) => `### ${title}\n\n\`\`\`mermaid\n${text.trimEnd()}\n\`\`\`\n\n`)
  return `${before ?? ''}${begin}${sections.join('')}${after}`
}
