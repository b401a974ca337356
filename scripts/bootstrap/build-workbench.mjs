// Builds the workbench when the content of its sources has changed since the last build.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { readOr, writeStamp } from './install.mjs'
import { Refused, root, run } from './process.mjs'

const folder = path.join(root, 'packages', 'workbench')
/** All that ends up in the browser's files or decides how they are made. */
const sources = ['packages/workbench', 'packages/contracts/src', 'packages/domain/src', 'package-lock.json']
const skipped = new Set(['node_modules', 'dist'])
const stampFile = path.join(root, 'node_modules', '.openseat', 'workbench')

/** True when it was built now. */
export async function buildWorkbench(node) {
  if (!existsSync(path.join(folder, 'index.html'))) return false
  const stamp = contentHash()
  if (readOr(stampFile, '') === stamp && existsSync(path.join(folder, 'dist', 'index.html'))) return false
  process.stdout.write('Building the workbench ...\n')
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status, output } = await run(node, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, env: { NODE_ENV: 'production' } })
  if (status !== 0) throw new Refused(`The workbench could not be built:\n${output}`)
  writeStamp(stampFile, stamp)
  return true
}

function contentHash() {
  const hash = createHash('sha256')
  for (const source of sources) addToHash(hash, source)
  return hash.digest('hex')
}

function addToHash(hash, place) {
  const full = path.join(root, place)
  if (statSync(full).isDirectory()) {
    const names = readdirSync(full).filter((name) => !skipped.has(name))
    for (const name of names.toSorted()) addToHash(hash, path.join(place, name))
    return
  }
  hash.update(place).update('\0').update(readFileSync(full)).update('\0')
}
