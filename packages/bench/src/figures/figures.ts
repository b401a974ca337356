// Figures of a benchmark: percentiles, the machine, a table that can be pasted into docs/benchmarks.md.
import { cpus, totalmem } from 'node:os'

/** Nearest-rank percentile of unsorted values; NaN when there are none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
}

export const milliseconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0))

export type Row = Readonly<Record<string, string | number>>

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`

/** Prints the rows as a Markdown table under a heading with date, machine and command. */
export function printTable(name: string, rows: readonly Row[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const lines = [
    `\n## ${name}, ${new Date().toISOString().slice(0, 10)}`,
    `${machine()} · \`npm run bench -- ${name}\``,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
