// The tests, by vitest; what counts is its JSON report.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bootstrap/process.mjs'
import { tool, trackedFiles } from './tool.mjs'

const e2eFolder = 'packages/e2e'

/** More files at once than cores: many wait for seconds on end, such as the soak. Projects do not take it from the root's settings. */
const atOnce = 3

/** Units and integration: every project but the end-to-end stories. */
export async function tests() {
  const report = await vitest('tests', ['--project', '!e2e', `--maxWorkers=${atOnce}`])
  const silent = await silentProjects(report)
  if (silent.length === 0) return report
  return { ...report, ok: false, output: `No test of these folders ran: ${silent.join(', ')}` }
}

/** The stories in a browser, one after the other. */
export async function e2e() {
  if (!existsSync(path.join(root, e2eFolder, 'vitest.config.ts'))) return null
  return vitest('e2e', ['--root', e2eFolder])
}

async function vitest(name, args) {
  const file = path.join(root, 'test-results', `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args], { show: true, env: { NO_COLOR: '1' } })
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numTotalTests: 0 }
  const { numTotalTests, numPassedTests = 0, numFailedTests = 0, testResults = [] } = report
  return {
    examined: numTotalTests,
    unit: 'tests',
    passed: numPassedTests,
    failed: numFailedTests,
    ok: status === 0 && numFailedTests === 0,
    output: status === 0 ? '' : 'The runner reported a failure; it stands above.',
    files: testResults.map((result) => path.relative(root, result.name)),
  }
}

/** Folders that have test files in git, none of which ran. */
async function silentProjects({ files }) {
  const tracked = await trackedFiles('packages', 'examples', 'scripts')
  const folders = tracked.filter((file) => file.endsWith('.test.ts') && !file.startsWith(e2eFolder)).map(projectFolder)
  return [...new Set(folders)].filter((folder) => !files.some((file) => file.startsWith(`${folder}/`)))
}

function projectFolder(file) {
  return file
    .split('/')
    .slice(0, file.startsWith('packages/') ? 2 : 1)
    .join('/')
}
