// The sections of docs/call-walk-through.md that are written from the code: walks and state diagrams, each between two marks.
import { readFileSync } from 'node:fs'
import type { Walk } from './hops.ts'

export interface StateDiagram {
  readonly title: string
  /** Mermaid. */
  readonly text: string
}

export const walkThroughFile = new URL('../../docs/call-walk-through.md', import.meta.url)
export const readWalkThrough = (): string => readFileSync(walkThroughFile, 'utf8')

export const withDiagrams = (page: string, diagrams: readonly StateDiagram[]): string =>
  withSection(page, 'states', diagrams.map(({ title, text }) => `### ${title}\n\n\`\`\`mermaid\n${text.trimEnd()}\n\`\`\`\n\n`).join(''))

export const withWalks = (page: string, walks: readonly Walk[]): string => withSection(page, 'walks', walks.map(walkText).join(''))

function withSection(page: string, name: string, section: string): string {
  const begin = `<!-- ${name}: written by npm run diagrams -->\n`
  const end = `<!-- /${name} -->`
  const [before, rest] = page.split(begin)
  if (before === undefined || rest?.includes(end) !== true) throw new Error(`the page has no place for its ${name}`)
  return `${before}${begin}${section}${rest.slice(rest.indexOf(end))}`
}

function walkText({ title, intro, hops }: Walk): string {
  const rows = hops.map(({ what, file, name, by }, index) => {
    const onward = by === undefined ? '' : ` → ${by}`
    return `| ${index + 1} | ${what} | \`${file}\` \`${name}\`${onward} |`
  })
  return [`## ${title}: ${hops.length} hops`, '', intro, '', '| | hop | where |', '|---|---|---|', ...rows, '', ''].join('\n')
}
