// The checks that read files and run nothing of ours: format, lint, import rules, floors, unused code.

import path from 'node:path'
import { pinnedNode } from '../bootstrap/pinned-node.mjs'
import { root, run } from '../bootstrap/process.mjs'
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

let imports

/** All imports are read once, for both stages that look at them. */
const importReport = () => (imports ??= readImportReport())

async function readImportReport() {
  const { output } = await run(pinnedNode(), [path.join(root, 'scripts/imports/check-imports.ts')])
  const report = jsonIn(output)
  if (report === undefined) throw new Error(output)
  return report
}

export async function importRules() {
  const { modules, violations } = await importReport()
  return { examined: modules, unit: 'modules', ok: violations.length === 0, output: violations.join('\n') }
}

export async function floors() {
  const { rooms, problems } = (await importReport()).floors
  return { examined: rooms, unit: 'folders', ok: problems.length === 0, output: problems.join('\n') }
}

export async function unused() {
  const reporters = ['--reporter', 'symbols', '--reporter', './scripts/stages/count-reporter.mjs']
  const { status, output } = await tool('knip/bin/knip.js', ['--no-progress', '--no-config-hints', ...reporters])
  return { examined: Number(/files read: (\d+)/.exec(output)?.[1] ?? 0), unit: 'files', ok: status === 0, output }
}
