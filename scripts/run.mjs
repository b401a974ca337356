// Runs one TypeScript file under the pinned Node: `node scripts/run.mjs FILE [ARGUMENTS]`.
// `--bench NAME` stands for packages/bench/src/NAME.ts.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { runInForeground } from './bootstrap/forward.mjs'
import { install } from './bootstrap/install.mjs'
import { checkOwnNode, pinnedNode } from './bootstrap/pinned-node.mjs'
import { main, Refused, root } from './bootstrap/process.mjs'

function wantedFile([first, ...rest]) {
  if (first === undefined) throw new Refused('Usage: node scripts/run.mjs FILE [ARGUMENTS]')
  if (first !== '--bench') return [first, ...rest]
  const [name, ...others] = rest
  if (name === undefined || !/^[a-z0-9-]+$/.test(name)) throw new Refused('Usage: npm run bench -- NAME')
  return [`packages/bench/src/${name}.ts`, ...others]
}

await main(async () => {
  checkOwnNode()
  const [file, ...args] = wantedFile(process.argv.slice(2))
  if (!existsSync(path.join(root, file))) throw new Refused(`There is no file ${file}`)
  await install()
  runInForeground(pinnedNode(), [file, ...args])
})
