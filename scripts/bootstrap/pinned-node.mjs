// The Node 24 that everything but this bootstrap runs on: the program inside the npm package node-linux-<arch> (docs/adr/0001).

import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { Refused, root } from './process.mjs'

const supported = ['linux-x64', 'linux-arm64']
const oldestBootstrap = 20

/** Refuses a Node that cannot run even the bootstrap. */
export function checkOwnNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= oldestBootstrap) return
  throw new Refused(
    `OpenSeat needs Node ${oldestBootstrap} or newer to start; this is Node ${process.versions.node}. It brings its own Node 24.`,
  )
}

/** Absolute path of the pinned Node; its package must be installed. */
export function pinnedNode() {
  const platform = `${process.platform}-${process.arch}`
  if (!supported.includes(platform)) {
    throw new Refused(
      `OpenSeat runs on ${supported.join(' and ')}; this machine is ${platform}. A Linux container or virtual machine will do.`,
    )
  }
  const program = path.join(root, 'node_modules', `node-${platform}`, 'bin', 'node')
  try {
    accessSync(program, constants.X_OK)
  } catch {
    throw new Refused(
      `The pinned Node is missing: ${program}\nIt is an optional dependency, so an installation with --omit=optional leaves it out. Remove node_modules and start again.`,
    )
  }
  return program
}
