// Type checks, one program per tsconfig, since each has globals of its own; the workbench's also reads templates.

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { root } from '../bootstrap/process.mjs'
import { tool, trackedFiles } from './tool.mjs'

const programs = [
  'packages/contracts/tsconfig.json',
  'packages/domain/tsconfig.json',
  'packages/domain/tsconfig.test.json',
  'packages/telephony/tsconfig.json',
  'packages/server/tsconfig.json',
  'packages/workbench/tsconfig.json',
  'packages/sdk/tsconfig.json',
  'packages/e2e/tsconfig.json',
  'packages/bench/tsconfig.json',
  'examples/tsconfig.json',
  'scripts/tsconfig.json',
]

export async function types() {
  const waiting = [...programs]
  const checks = []
  const worker = async () => {
    for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
      if (await hasSources(program)) checks.push(await check(program))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  const failed = checks.filter(({ ok }) => !ok)
  const empty = checks.filter(({ files }) => files === 0).map(({ program }) => `${program} read no files`)
  return {
    examined: checks.reduce((total, { files }) => total + files, 0),
    unit: `files in ${checks.length} programs`,
    ok: failed.length === 0 && empty.length === 0,
    output: [...failed.map(({ output }) => output), ...empty].join('\n'),
  }
}

async function hasSources(program) {
  if (!existsSync(path.join(root, program))) return false
  const files = await trackedFiles(path.dirname(program))
  return files.some((file) => /\.(ts|vue)$/.test(file) && !file.endsWith('.config.ts'))
}

async function check(program) {
  const compiler = program.includes('workbench') ? 'vue-tsc/bin/vue-tsc.js' : 'typescript/bin/tsc'
  // What an earlier run found out is not worked out again; a fresh clone has nothing of it.
  const memory = path.join('node_modules', '.cache', 'types', `${program.replaceAll('/', '-')}.tsbuildinfo`)
  const remembering = ['--incremental', '--tsBuildInfoFile', path.join(root, memory)]
  const { status, output } = await tool(compiler, ['--noEmit', '--listFiles', ...remembering, '-p', program])
  const own = `${path.join(root, path.dirname(program))}${path.sep}`
  const lines = output.split('\n')
  const isListing = (line) => line.startsWith('/') && !line.includes('): error')
  return {
    program,
    ok: status === 0,
    files: lines.filter((line) => line.startsWith(own) && !line.includes('node_modules')).length,
    output: lines
      .filter((line) => !isListing(line))
      .join('\n')
      .trim(),
  }
}
