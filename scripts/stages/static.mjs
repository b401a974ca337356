// The checks that read files and run nothing of ours: format, lint, import rules, unused code.

import { jsonIn, tool } from './tool.mjs'

export async function format() {
  const { status, output } = await tool('oxfmt/bin/oxfmt', ['--check', '.'])
  return {
    examined: Number(/on (\d+) files/.exec(output)?.[1] ?? 0),
    unit: 'files',
    ok: status === 0,
    output: `${output}\nMend it with: npm run format`,
  }
}

export async function lint() {
  const { status, output } = await tool('oxlint/bin/oxlint', ['--type-aware', '--format=json'])
  const report = jsonIn(output)
  const problems = (report?.diagnostics ?? []).map(lintLine)
  return {
    examined: report?.number_of_files ?? 0,
    unit: 'files',
    ok: status === 0 && problems.length === 0,
    output: problems.join('\n') || output,
  }
}

function lintLine({ filename, labels, message, code }) {
  return `${filename}:${labels?.[0]?.span?.line ?? 1}  ${message}  ${code}`
}

export async function importRules() {
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'packages', 'examples']
  const { output } = await tool('dependency-cruiser/bin/dependency-cruise.mjs', args)
  const summary = jsonIn(output)?.summary
  if (summary === undefined) return { examined: 1, unit: 'run', ok: false, output }
  const lines = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  return { examined: summary.totalCruised, unit: 'modules', ok: lines.length === 0, output: lines.join('\n') }
}

export async function unused() {
  const reporters = ['--reporter', 'symbols', '--reporter', './scripts/stages/count-reporter.mjs']
  const { status, output } = await tool('knip/bin/knip.js', ['--no-progress', '--no-config-hints', ...reporters])
  return { examined: Number(/files read: (\d+)/.exec(output)?.[1] ?? 0), unit: 'files', ok: status === 0, output }
}
