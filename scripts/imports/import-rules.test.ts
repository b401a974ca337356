// A rule that never fires is no rule: each gets a small tree with one fault planted, and must find exactly that.

import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import config from '../../.dependency-cruiser.mjs'
import { readImports } from './import-graph.ts'
import { plant } from './test-support/tree.ts'

interface Violation {
  readonly rule: string
  readonly from: string
}

/** What the project's rules say about a tree of files: path → content. */
async function violationsIn(files: Readonly<Record<string, string>>): Promise<{ found: Violation[]; modules: number }> {
  const folder = plant(files)
  mkdirSync(path.join(folder, 'node_modules', '@openseat'), { recursive: true })
  symlinkSync(path.join(folder, 'packages', 'domain'), path.join(folder, 'node_modules', '@openseat', 'domain'))
  const { violations, modules } = await readImports(folder, ['.'])
  return { found: violations.map(({ rule, from }) => ({ rule, from })), modules: modules.length }
}

const empty = 'export const nothing = 0\n'
const importing = (target: string): string => `import { nothing } from '${target}'\nexport const again = nothing\n`

const faults: readonly { rule: string; from: string; target: string; file: string }[] = [
  {
    rule: 'contracts-imports',
    from: 'packages/contracts/src/a.ts',
    target: '../../domain/src/index.ts',
    file: 'packages/domain/src/index.ts',
  },
  { rule: 'domain-imports', from: 'packages/domain/src/a.ts', target: '../../telephony/src/b.ts', file: 'packages/telephony/src/b.ts' },
  {
    rule: 'telephony-imports',
    from: 'packages/telephony/src/a.ts',
    target: '../../contracts/src/b.ts',
    file: 'packages/contracts/src/b.ts',
  },
  { rule: 'telephony-imports', from: 'packages/telephony/src/a.ts', target: '@openseat/domain', file: 'packages/domain/src/index.ts' },
  { rule: 'server-imports', from: 'packages/server/src/a.ts', target: '../../workbench/src/b.ts', file: 'packages/workbench/src/b.ts' },
  {
    rule: 'workbench-imports',
    from: 'packages/workbench/src/a.ts',
    target: '../../domain/src/acd/b.ts',
    file: 'packages/domain/src/acd/b.ts',
  },
  { rule: 'sdk-imports', from: 'packages/sdk/src/a.ts', target: '../../contracts/src/limits.ts', file: 'packages/contracts/src/limits.ts' },
  { rule: 'nobody-imports-the-top', from: 'packages/e2e/src/a.ts', target: '../../server/src/b.ts', file: 'packages/server/src/b.ts' },
  {
    rule: 'examples-stand-alone',
    from: 'examples/src/a.ts',
    target: '../../packages/contracts/src/b.ts',
    file: 'packages/contracts/src/b.ts',
  },
  {
    rule: 'no-sibling-features',
    from: 'packages/workbench/src/features/calls/a.ts',
    target: '../records/b.ts',
    file: 'packages/workbench/src/features/records/b.ts',
  },
  { rule: 'no-tests-in-programs', from: 'packages/server/src/a.ts', target: './b.test.ts', file: 'packages/server/src/b.test.ts' },
]

test.each(faults)('$rule refuses $from → $target', async ({ rule, from, target, file }) => {
  const { found } = await violationsIn({ [from]: importing(target), [file]: empty, 'packages/domain/package.json': domainPackage })
  expect(found).toContainEqual({ rule, from })
})

const domainPackage = JSON.stringify({ name: '@openseat/domain', type: 'module', exports: { '.': './src/index.ts' } })

test('domain-is-pure refuses a module of Node in the rules, not in their tests', async () => {
  const file = `import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n`
  const { found } = await violationsIn({ 'packages/domain/src/a.ts': file, 'packages/domain/src/a.test.ts': file })
  expect(found).toEqual([{ rule: 'domain-is-pure', from: 'packages/domain/src/a.ts' }])
})

test('no-cycles refuses two files that import each other, also when only by type', async () => {
  const { found } = await violationsIn({
    'packages/domain/src/a.ts': `import type { B } from './b.ts'\nexport interface A { readonly b: B }\n`,
    'packages/domain/src/b.ts': `import type { A } from './a.ts'\nexport interface B { readonly a: A }\n`,
  })
  expect(found.map(({ rule }) => rule)).toContain('no-cycles')
})

test('resolvable refuses an import that leads nowhere', async () => {
  const { found } = await violationsIn({ 'packages/domain/src/a.ts': importing('./missing.ts') })
  expect(found).toEqual([{ rule: 'resolvable', from: 'packages/domain/src/a.ts' }])
})

test('a tree that keeps the rules is left in peace, and was read', async () => {
  const { found, modules } = await violationsIn({
    'packages/contracts/src/b.ts': empty,
    'packages/domain/src/a.ts': importing('../../contracts/src/b.ts'),
    'packages/workbench/src/features/calls/c.ts': importing('../../../../domain/src/flow/d.ts'),
    'packages/domain/src/flow/d.ts': empty,
  })
  expect(found).toEqual([])
  expect(modules).toBe(4)
})

test('every rule has its fault above', () => {
  const planted = new Set([...faults.map(({ rule }) => rule), 'domain-is-pure', 'no-cycles', 'resolvable'])
  expect((config.forbidden ?? []).map(({ name }) => name).toSorted()).toEqual([...planted].toSorted())
})
