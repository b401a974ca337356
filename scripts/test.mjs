// `npm test`: every check of the project, the fast ones first, stopping at the first that fails.
// `npm run check` leaves out what needs a database or a browser. A stage that looked at nothing has failed.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkOwnNode } from './bootstrap/pinned-node.mjs'
import { main, root } from './bootstrap/process.mjs'
import { fullRun, quickRun } from './stages/index.mjs'

/** Where runners leave their reports; not in git. */
const results = path.join(root, 'test-results')

/**
 * A stage answers with what it examined: `{ examined, unit, passed?, failed?, ok, output? }`.
 * `passed` and `failed` are tests and come from a runner's JSON report. `null`: there is nothing yet that it could examine.
 */
async function runStage({ name, work }) {
  const startedAt = Date.now()
  process.stdout.write(`\n── ${name}\n`)
  const outcome = await work().catch((error) => ({ examined: 1, unit: 'step', ok: false, output: error.message }))
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  if (outcome === null) return { name, seconds, ok: true, passed: 0, failed: 0, text: 'nothing there yet' }
  const ok = outcome.ok && outcome.examined > 0
  if (outcome.output && !ok) process.stdout.write(`${outcome.output}\n`)
  const text = outcome.examined > 0 ? `${outcome.examined} ${outcome.unit}` : `examined no ${outcome.unit}: that is a failure`
  return { name, seconds, ok, passed: outcome.passed ?? 0, failed: outcome.failed ?? 0, text }
}

const line = ({ name, seconds, ok, text }) => `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(20)} ${seconds.padStart(7)} s   ${text}`

async function runAll(stages) {
  const done = []
  for (const stage of stages) {
    const outcome = await runStage(stage)
    done.push(outcome)
    process.stdout.write(`${line(outcome)}\n`)
    if (!outcome.ok) break
  }
  return done
}

/** A failed stage without a runner's report, such as lint, counts as one failure. */
function sum(done) {
  const passed = done.reduce((total, stage) => total + stage.passed, 0)
  const failed = done.reduce((total, stage) => total + (stage.ok ? stage.failed : Math.max(stage.failed, 1)), 0)
  return { passed, failed }
}

await main(async () => {
  checkOwnNode()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const stages = process.argv.includes('--quick') ? quickRun : fullRun
  const done = await runAll(stages)
  const { passed, failed } = sum(done)
  process.stdout.write(`\n${done.map(line).join('\n')}\n`)
  const skipped = stages.slice(done.length).map(({ name }) => name)
  if (skipped.length > 0) process.stdout.write(`Not run: ${skipped.join(', ')}\n`)
  writeFileSync(path.join(results, 'sum'), `${passed} passed, ${failed} failed\n`)
  // .ci/run prints the same line from the file, after everything else.
  if (process.env.OPENSEAT_SUM_LATER !== '1') process.stdout.write(`${passed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
})
