// The report of a run as Markdown: settings, browser, verdicts, log. Every value in it is text, whatever it holds. Pure.
import type { LabRun, LabSettings } from '@openseat/contracts'
import type { Verdict } from './conformance/verdicts.ts'
import { jsonText } from './json-text.ts'
import type { LogEntry } from './rig/lab-log.ts'

export interface ReportWords {
  readonly title: string
  readonly page: string
  readonly browser: string
  readonly at: string
  readonly settings: string
  readonly address: string
  readonly verdicts: string
  readonly log: string
  readonly columns: readonly string[]
  readonly logColumns: readonly string[]
}

export interface Report {
  readonly words: ReportWords
  readonly at: string
  readonly browser: string
  readonly settings: LabSettings
  readonly run: LabRun | null
  /** In words: check, outcome, what was seen, what to do. */
  readonly verdicts: readonly (readonly string[])[]
  readonly entries: readonly LogEntry[]
}

/** Text in a table's cell: no markup, no line of its own. */
export const cell = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#!]/g, (mark) => `\\${mark}`)

/** A block that its own text cannot end. */
export function block(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}json\n${text}\n${fence}`
}

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n')

const arrows = { toPage: '→', fromPage: '←', lab: '·' } as const

export function reportText({ words, at, browser, settings, run, verdicts, entries }: Report): string {
  const parts = [
    `# ${words.title}`,
    table(
      ['', ''],
      [
        [words.page, settings.url],
        [words.at, at],
        [words.browser, browser],
      ],
    ),
    ...(verdicts.length > 0 ? [`## ${words.verdicts}`, table(words.columns, verdicts)] : []),
    ...(run ? [`## ${words.address}`, block(jsonText({ url: run.url, form: run.form }, 2))] : []),
    `## ${words.settings}`,
    block(jsonText(settings, 2)),
    `## ${words.log}`,
    table(
      words.logColumns,
      entries.map(({ at: ms, direction, name, data }) => [ms.toFixed(0), arrows[direction], name, data === null ? '' : jsonText(data)]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The verdict of each check in words. */
export function verdictWords(verdicts: readonly Verdict[], t: (key: string, params?: Record<string, unknown>) => string): string[][] {
  return verdicts.map(({ check, outcome, seen, params }) => [
    t(`lab.check.${check}.title`),
    t(`lab.outcome.${outcome}`),
    t(`lab.seen.${seen}`, params),
    outcome === 'pass' || outcome === 'notApplicable' ? '' : t(`lab.check.${check}.advice`),
  ])
}
