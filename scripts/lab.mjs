// `npm run lab -- URL`: packages, the pinned Node, the workbench's build, then the page author's lab by itself.

import { buildWorkbench } from './bootstrap/build-workbench.mjs'
import { runInForeground } from './bootstrap/forward.mjs'
import { install } from './bootstrap/install.mjs'
import { checkOwnNode, pinnedNode } from './bootstrap/pinned-node.mjs'
import { main } from './bootstrap/process.mjs'

await main(async () => {
  checkOwnNode()
  await install()
  const node = pinnedNode()
  await buildWorkbench(node)
  runInForeground(node, ['packages/server/src/lab/main.ts', ...process.argv.slice(2)])
})
