import { milliseconds, percentile, type Row } from '../figures/figures.ts'

/** At rest and under siege side by side, and how many times as long it took. */
export function sideBySide(what: string, rest: readonly number[], siege: readonly number[]): Row {
  const cell = (times: readonly number[]): string => `${milliseconds(percentile(times, 50))}/${milliseconds(percentile(times, 99))} ms`
  const ratio = (p: number): string => (percentile(siege, p) / percentile(rest, p)).toFixed(1)
  return {
    what,
    'at rest p50/p99': cell(rest),
    'under siege p50/p99': cell(siege),
    ratio: `${ratio(50)}/${ratio(99)}`,
    'times at rest/under siege': `${rest.length}/${siege.length}`,
  }
}
