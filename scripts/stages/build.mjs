// The workbench's build, and the limit on what a browser must load before it shows anything.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildWorkbench } from '../bootstrap/build-workbench.mjs'
import { pinnedNode } from '../bootstrap/pinned-node.mjs'
import { root } from '../bootstrap/process.mjs'

const dist = path.join(root, 'packages', 'workbench', 'dist')
const limitKilobytes = 400

export async function build() {
  if (!existsSync(path.join(root, 'packages', 'workbench', 'index.html'))) return null
  const fresh = await buildWorkbench(pinnedNode())
  return { examined: 1, unit: fresh ? 'build' : 'build, unchanged', ok: existsSync(path.join(dist, 'index.html')) }
}

/** Scripts that the document names itself, the preloaded ones among them, gzipped. */
export async function firstLoad() {
  if (!existsSync(path.join(dist, 'index.html'))) return null
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, address]) => path.join(dist, address))
  const bytes = scripts.reduce((total, file) => total + gzipSync(readFileSync(file)).length, 0)
  const kilobytes = Math.round(bytes / 1000)
  return {
    examined: scripts.length,
    unit: `scripts, ${kilobytes} kB of at most ${limitKilobytes} kB`,
    ok: kilobytes <= limitKilobytes,
    output: `The first load is ${kilobytes} kB gzipped; the limit is ${limitKilobytes} kB`,
  }
}
