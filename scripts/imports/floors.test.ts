// Each fault of the floors is planted in a small house, and must be told in full.

import { expect, test } from 'vitest'
import { checkFloors, type Floors } from './floors.ts'
import { readImports } from './import-graph.ts'
import { plant } from './test-support/tree.ts'

const source = 'packages/shop/src'
const empty = 'export const nothing = 0\n'
const importing = (target: string): string => `import { nothing } from '${target}'\nexport const again = nothing\n`

/** Below: `store` and its sub-folder; above: `desk` and `counter`, side by side; on top the program. */
const floors: Floors = { ground: ['store', 'store/rows'], parts: ['desk', 'counter'], program: ['.'] }
const quiet = {
  'store/a.ts': empty,
  'store/rows/a.ts': empty,
  'desk/a.ts': importing('../store/a.ts'),
  'counter/a.ts': importing('../store/rows/a.ts'),
  'main.ts': importing('./desk/a.ts'),
}

/** What is told of the house with these files in it, path → content. */
async function problemsWith(files: Readonly<Record<string, string>>, declared: Floors = floors): Promise<readonly string[]> {
  const inSource = Object.entries({ ...quiet, ...files }).map(([file, content]) => [`${source}/${file}`, content])
  const { modules, problems } = await readImports(plant(Object.fromEntries(inSource)), ['packages'])
  return [...problems, ...checkFloors(modules, { [source]: declared }).problems]
}

const upward = (from: string, to: string): string => `upward: ${source}/${from} → ${source}/${to}`

test('a house that keeps to its floors is left in peace, and each of its folders was looked at', async () => {
  const { modules } = await readImports(plant({ [`${source}/store/a.ts`]: empty, [`${source}/desk/a.ts`]: importing('../store/a.ts') }), [
    '.',
  ])
  expect(checkFloors(modules, { [source]: { ground: ['store'], parts: ['desk'] } })).toEqual({ rooms: 2, problems: [] })
  expect(await problemsWith({})).toEqual([])
})

test('an import from a higher floor is refused, with both floors named', async () => {
  expect(await problemsWith({ 'store/b.ts': importing('../desk/a.ts') })).toContain(
    `${upward('store/b.ts', 'desk/a.ts').replace(' →', ' (floor ground) →')} (floor parts)`,
  )
})

const hidden: readonly { way: string; file: string; content: string }[] = [
  { way: 'by type alone', file: 'store/b.ts', content: `import type { Desk } from '../desk/b.ts'\nexport type Again = Desk\n` },
  { way: 'by import()', file: 'store/b.ts', content: `export const later = () => import('../desk/b.ts')\n` },
  { way: 'by an export', file: 'store/b.ts', content: `export * from '../desk/b.ts'\n` },
  {
    way: 'in a component',
    file: 'store/B.vue',
    content: `<script setup lang="ts">\nimport { nothing } from '../desk/b.ts'\n</script>\n<template>{{ nothing }}</template>\n`,
  },
  { way: 'by import.meta.glob', file: 'store/b.ts', content: `export const all = import.meta.glob('../desk/*.ts')\n` },
  { way: 'by import.meta.glob from the package', file: 'store/b.ts', content: `export const all = import.meta.glob(['/src/desk/b.ts'])\n` },
  {
    way: 'by import.meta.glob in a component',
    file: 'store/B.vue',
    content: `<script setup lang="ts">\nconst all = import.meta.glob('../**/b.ts', { eager: true })\n</script>\n<template>{{ all }}</template>\n`,
  },
]

test.each(hidden)('an import from a higher floor is refused that is made $way', async ({ file, content }) => {
  const problems = await problemsWith({ 'desk/b.ts': 'export const nothing = 0\nexport type Desk = number\n', [file]: content })
  expect(problems).toContain(`upward: ${source}/${file} (floor ground) → ${source}/desk/b.ts (floor parts)`)
})

test('what a pattern of import.meta.glob takes away again is not imported', async () => {
  const content = `export const all = import.meta.glob(['../*/a.ts', '!../{desk,counter}/**'])\n`
  expect(await problemsWith({ 'store/b.ts': content })).toEqual([])
})

test('a pattern of import.meta.glob that is not written out is refused', async () => {
  const problems = await problemsWith({ 'desk/b.ts': `const where = './*.ts'\nexport const all = import.meta.glob(where)\n` })
  expect(problems).toEqual([`${source}/desk/b.ts: a pattern of import.meta.glob is not written out: nobody can tell what it imports`])
})

test('two folders of one floor may not import each other, although no two files do', async () => {
  const [problem = '', ...others] = await problemsWith({
    'desk/b.ts': importing('../counter/a.ts'),
    'counter/b.ts': importing('../desk/a.ts'),
  })
  expect(others).toEqual([])
  expect(problem.split('\n')).toEqual([
    `circle of 2 rooms in ${source}: counter, desk`,
    `  ${source}/counter/b.ts (floor parts) → ${source}/desk/a.ts (floor parts)`,
    `  ${source}/desk/b.ts (floor parts) → ${source}/counter/a.ts (floor parts)`,
  ])
})

test('a folder and a folder in it are two rooms: they may not import each other either', async () => {
  const problems = await problemsWith({ 'store/b.ts': importing('./rows/a.ts'), 'store/rows/b.ts': importing('../a.ts') })
  expect(problems[0]).toContain(`circle of 2 rooms in ${source}: store, store/rows`)
})

test('a folder on no floor, a floor without its folder, a folder on two floors, a package without floors are refused', async () => {
  expect(await problemsWith({ 'attic/a.ts': empty })).toEqual([`${source}/attic: on no floor`])
  expect(await problemsWith({}, { ...floors, roof: ['attic'] })).toEqual([`${source}: nothing is at attic, a declared room`])
  expect(await problemsWith({}, { ...floors, roof: ['desk'] })).toContain(`${source}: desk is on two floors`)
  expect(checkFloors([{ file: `${source}/a.ts`, imports: [] }], {}).problems).toEqual([`${source}: no floors are declared`])
})

test('one file can be set apart from its folder: a package’s door stands above what it opens', async () => {
  const door = { 'index.ts': `export * from './desk/a.ts'\n`, 'limits.ts': empty, 'desk/b.ts': importing('../limits.ts') }
  const apart: Floors = { ground: ['.', 'store', 'store/rows'], parts: ['desk', 'counter'], door: ['index.ts', 'main.ts'] }
  expect(await problemsWith(door, apart)).toEqual([])
  expect(await problemsWith(door)).toContain(`upward: ${source}/desk/b.ts (floor parts) → ${source}/limits.ts (floor program)`)
})

test('tests may look anywhere', async () => {
  const files = { 'store/a.test.ts': importing('../desk/a.ts'), 'store/test-support/b.ts': importing('../../main.ts') }
  expect(await problemsWith(files)).toEqual([])
})
