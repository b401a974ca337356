// Builds the workbench, and the script that the enterprise's pages load, when the content of their sources has changed since
// the last build.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { compressFiles } from './compress-files.mjs'
import { readOr, writeStamp } from './install.mjs'
import { Refused, root, run } from './process.mjs'

const folder = path.join(root, 'packages', 'workbench')
const scriptFolder = path.join(root, 'packages', 'sdk')
const products = ['index.html', 'index.html.br']
  .map((name) => path.join(folder, 'dist', name))
  .concat(path.join(scriptFolder, 'dist', 'AICCSupport.js.br'))
/** All that ends up in the browser's files or decides how they are made. */
const sources = ['packages/workbench', 'packages/sdk', 'packages/contracts/src', 'packages/domain/src', 'package-lock.json']
const skipped = new Set(['node_modules', 'dist', 'tsconfig.tsbuildinfo'])
const stampFile = path.join(root, 'node_modules', '.openseat', 'workbench')

/** True when it was built now. */
export async function buildWorkbench(node) {
  if (!existsSync(path.join(folder, 'index.html'))) return false
  const stamp = contentHash()
  if (readOr(stampFile, '') === stamp && products.every((file) => existsSync(file))) return false
  process.stdout.write('Building the workbench ...\n')
  await build(node, scriptFolder)
  await build(node, folder)
  for (const each of [folder, scriptFolder]) await compressFiles(path.join(each, 'dist'))
  writeStamp(stampFile, stamp)
  return true
}

async function build(node, cwd) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status, output } = await run(node, [vite, 'build', '--logLevel', 'warn'], { cwd, env: { NODE_ENV: 'production' } })
  if (status !== 0) throw new Refused(`The workbench could not be built:\n${output}`)
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
