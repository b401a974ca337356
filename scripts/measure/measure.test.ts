// What the measures say of small trees is what a reader would count; the sample of a queue's new field fits this checkout.

import { expect, test } from 'vitest'
import { root } from '../bootstrap/process.mjs'
import { circlesIn } from '../imports/circles.ts'
import { plant } from '../imports/test-support/tree.ts'
import { commandDispatches } from './dispatches.ts'
import { placesIn, queueFieldPlaces } from './queue-field.ts'

test('circles are told with their members, and a chain is none', () => {
  const graph = { a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['a'] }
  const circles = circlesIn(new Map(Object.entries(graph).map(([from, to]) => [from, new Set(to)])))
  expect(circles.toSorted()).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ])
})

const contracts = `
export type AgentCommand = { kind: 'hold' } | { kind: 'dial' } | { kind: 'mute'; on: boolean } | { kind: 'swap' }
`

/** Files of the server's source, path → content, beside the command's type. */
const server = (files: Readonly<Record<string, string>>): string =>
  plant({
    'packages/server/tsconfig.json': JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, types: [] },
      include: ['src/**/*.ts'],
    }),
    'packages/server/src/command.ts': contracts,
    ...Object.fromEntries(Object.entries(files).map(([file, content]) => [`packages/server/src/${file}`, content])),
  })

const withCommand = `import type { AgentCommand } from './command'\n`

test('a command’s dispatches are the functions that tell its kind apart where it can come', () => {
  const tree = server({
    'socket.ts': `${withCommand}export function take(command: AgentCommand): string {
  switch (command.kind) {
    case 'mute':
      return 'muted'
    default:
      return run(command)
  }
}
const table = { hold: () => 'h', dial: () => 'd', swap: () => 's' }
function run(command: Exclude<AgentCommand, { kind: 'mute' }>): string {
  if (command.kind === 'dial') return 'special'
  return table[command.kind]()
}
`,
  })
  expect(commandDispatches(tree)).toMatchObject({
    most: 2,
    functions: ['packages/server/src/socket.ts take', 'packages/server/src/socket.ts run'],
  })
})

test('one comparison is a special case, comparing half of the kinds a dispatch; other texts of that sound are neither', () => {
  const tree = server({
    'special.ts': `${withCommand}export const isHold = (command: AgentCommand): boolean => command.kind === 'hold'\n`,
    'half.ts': `${withCommand}export const half = ({ kind }: AgentCommand): number => (kind === 'hold' ? 1 : kind === 'dial' ? 2 : 3)\n`,
    'other.ts': `export const other = (frame: { type: 'hold' | 'dial' }): number => {\n  switch (frame.type) {\n    case 'hold':\n      return 1\n    case 'dial':\n      return 2\n  }\n}\n`,
  })
  expect(commandDispatches(tree)).toMatchObject({ most: 1, functions: ['packages/server/src/half.ts half'] })
})

test('the places of a patch are its runs of changed lines', () => {
  const patch = `--- a/one.ts\n+++ b/one.ts\n@@ -1,3 +1,5 @@\n+first\n+still first\n same\n-second\n+second\n--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+third\n`
  expect(placesIn(patch)).toEqual({ places: 3, files: ['one.ts', 'new.ts'] })
})

test('the sample that adds a field to queues fits this checkout: declaration, words, migration and its line', () => {
  expect(queueFieldPlaces(root)?.places).toBe(4)
})
