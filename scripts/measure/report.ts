// What was measured as Markdown: a column per checkout.

import type { Dispatches } from './dispatches.ts'
import type { LinesLeft } from './lines-left.ts'
import type { ImportMeasures } from './imports.ts'
import type { TouchedPlaces } from './queue-field.ts'
import type { PackageSize, Spread } from './sizes.ts'

export interface Checkout {
  readonly commit: string
  /** Since the first checkout's commit; null where that is unknown. */
  readonly linesLeft: LinesLeft | null
  readonly sizes: readonly PackageSize[]
  readonly imports: ImportMeasures
  readonly dispatches: Dispatches
  readonly queueField: TouchedPlaces | null
}

type Cells = readonly string[]

const row = (cells: Cells): string => `| ${cells.join(' | ')} |`
const table = (head: Cells, rows: readonly Cells[]): string => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** A column for each checkout, named by its commit. */
export function report(checkouts: readonly Checkout[]): string {
  const commits = checkouts.map(({ commit }) => commit)
  const each = (cell: (checkout: Checkout) => string): Cells => checkouts.map(cell)
  const figures = table(
    ['', ...commits],
    [
      ['circles among files', ...each(({ imports }) => String(imports.fileCircles.length))],
      ['circles among folders (folders in them)', ...each(({ imports }) => circles(imports.folderCircles))],
      ['imports from a higher floor', ...each(({ imports }) => (imports.upward === null ? 'no floors' : String(imports.upward)))],
      ['dispatches of a command', ...each(({ dispatches }) => `${dispatches.most} (\`${dispatches.command}\`)`)],
      [
        'program lines removed, added since the first',
        ...each(({ linesLeft }) => (linesLeft ? `${linesLeft.removed}, ${linesLeft.added}` : 'unknown')),
      ],
      [
        'places that a new field of a queue touches',
        ...each(({ queueField }) => (queueField ? String(queueField.places) : 'no sample fits')),
      ],
    ],
  )
  const details = checkouts.map((checkout) => `## In detail: ${checkout.commit}\n\n${detailsOf(checkout)}`)
  return `${[figures, ...sizeTables(checkouts, commits), ...details].join('\n\n')}\n`
}

const circles = (groups: ImportMeasures['folderCircles']): string => `${groups.length} (${groups.flat().length})`

function sizeTables(checkouts: readonly Checkout[], commits: Cells): string[] {
  const names = [...new Set(checkouts.flatMap(({ sizes }) => sizes.map(({ name }) => name)))]
  const sizeTable = (what: string, cell: (size: PackageSize) => string): string => {
    const rows = names.map((name) => [name, ...checkouts.map(({ sizes }) => sizes.filter((size) => size.name === name).map(cell)[0] ?? '')])
    return table([what, ...commits], rows)
  }
  return [
    sizeTable('lines: program + tests', ({ programLines, testLines }) => `${programLines} + ${testLines}`),
    sizeTable('files: count · median · p90 · largest', ({ files }) => spread(files)),
    sizeTable('functions: count · median · p90 · largest', ({ functions }) => spread(functions)),
  ]
}

const spread = ({ count, median, p90, largest }: Spread): string => [count, median, p90, largest].join(' · ')

function detailsOf({ sizes, imports, dispatches, queueField }: Checkout): string {
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')
  return [
    list(
      sizes.map(({ name, files, functions }) => `${name}: largest file ${files.largestName}, largest function ${functions.largestName}`),
    ),
    `Circles among files: ${imports.fileCircles.length === 0 ? 'none' : ''}`,
    list(imports.fileCircles.map((group) => group.join(', '))),
    `Circles among folders: ${imports.folderCircles.length === 0 ? 'none' : ''}`,
    list(imports.folderCircles.map((group) => group.join(', '))),
    `Functions that look at the kind of \`${dispatches.command}\` on its way:`,
    list(dispatches.functions),
    ...(queueField === null ? [] : [`A new field of a queue is written in ${queueField.files.length} files:`, list(queueField.files)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
