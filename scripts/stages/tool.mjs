// Runs a development tool of node_modules under the pinned Node.

import path from 'node:path'
import { pinnedNode } from '../bootstrap/pinned-node.mjs'
import { root, run } from '../bootstrap/process.mjs'

/**
 * @param {string} file below node_modules, such as `typescript/bin/tsc`
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function tool(file, args, options) {
  return run(pinnedNode(), [path.join(root, 'node_modules', file), ...args], options)
}

/** JSON somewhere in a tool's output, or undefined. */
export function jsonIn(output) {
  const start = output.indexOf('{')
  try {
    return JSON.parse(output.slice(start, output.lastIndexOf('}') + 1))
  } catch {
    return undefined
  }
}

/** The files that git knows, optionally below some folder. */
export async function trackedFiles(...folders) {
  const { output } = await run('git', ['ls-files', '-z', '--', ...folders])
  return output.split('\0').filter((file) => file !== '')
}
