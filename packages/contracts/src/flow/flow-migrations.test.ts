// Flows that were written once are read for good: per kind and version, settings as they were stored and what is read from them.
// A kind that gets a new version gets a new row; the old ones stay.
import { describe, expect, it } from 'vitest'
import { nodeMigrations, nodeVersion, type NodeMigrations } from './flow-migrations.ts'
import { readNode } from './flow-node.ts'
import { flowNodeKinds, type FlowNodeKind } from './flow-nodes.ts'
import written from './written-nodes.json' with { type: 'json' }

interface Written {
  readonly kind: FlowNodeKind
  readonly v: number
  readonly written: Record<string, unknown>
  readonly read: Record<string, unknown>
}
const fixtures = written as unknown as Written[]

describe('nodes that were written by every version', () => {
  it.each(flowNodeKinds)('%s has a fixture for each of its versions', (kind) => {
    const versions = fixtures.filter((fixture) => fixture.kind === kind).map(({ v }) => v)
    expect(new Set(versions)).toEqual(new Set(Array.from({ length: nodeVersion(kind) }, (_, index) => index + 1)))
  })

  it.each(fixtures)('$kind in version $v is read as ever', ({ kind, v, written, read }) => {
    const reading = readNode({ kind, v, config: written })
    expect(reading).toMatchObject({ ok: true })
    if (!reading.ok) return
    expect(reading.node.config).toEqual(read)
    expect(reading.node.v).toBe(nodeVersion(kind))
  })
})

describe('a kind whose settings changed', () => {
  const migrations: NodeMigrations = {
    loop: [({ times, ...rest }) => ({ ...rest, turns: times }), ({ turns, ...rest }) => ({ ...rest, count: turns })],
  }

  it.each([
    [1, { times: 3 }],
    [2, { turns: 3 }],
    [3, { count: 3 }],
  ])('version %s comes to the newest, step by step', (v, config) => {
    expect(readNode({ kind: 'loop', v, config }, migrations)).toMatchObject({ ok: true, node: { v: 3, config: { count: 3 } } })
  })

  it('a newer version is refused, never guessed at', () => {
    expect(readNode({ kind: 'loop', v: 4, config: { count: 3 } }, migrations)).toMatchObject({ ok: false, reason: 'newer' })
    expect(readNode({ kind: 'loop', v: nodeVersion('loop', nodeMigrations) + 1, config: { count: 3 } })).toMatchObject({ reason: 'newer' })
  })

  it('what is wrong after its migration is told by its present name', () => {
    expect(readNode({ kind: 'loop', v: 1, config: { times: 'three' } }, migrations)).toMatchObject({
      ok: false,
      reason: 'settings',
      problems: [{ field: 'config.count' }],
    })
  })
})
