import { describe, expect, it } from 'vitest'
import { everyNode, reasonTree } from '../../../ui/reason-tree.ts'
import { lastPlace, moved, possibleParents } from './use-call-reason-tree.ts'

const reason = (id: number, parentId: number | null, position: number) => ({ id, name: `r${id}`, parentId, position })
const reasons = [reason(1, null, 1), reason(2, null, 1), reason(3, null, 7), reason(4, 1, 1), reason(5, 4, 1)]
const nodes = everyNode(reasonTree(reasons))
const nodeOf = (id: number) => nodes.find((node) => node.reason.id === id) ?? null
const places = (changed: readonly { id: number; position: number }[]) => changed.map(({ id, position }) => [id, position])

describe('the order of siblings', () => {
  it('changes by as few as need be, and mends equal and missing places', () => {
    expect(places(moved(reasons, reason(3, null, 7), 'up'))).toEqual([
      [3, 2],
      [2, 3],
    ])
    expect(places(moved(reasons, reason(1, null, 1), 'down'))).toEqual([
      [1, 2],
      [3, 3],
    ])
  })

  it('ends at both ends', () => {
    expect(moved(reasons, reason(1, null, 1), 'up')).toEqual([])
    expect(moved(reasons, reason(3, null, 7), 'down')).toEqual([])
    expect([lastPlace(reasons, null), lastPlace(reasons, 5)]).toEqual([8, 1])
  })
})

describe('what a reason may stand below', () => {
  const parents = (own: number | null) => possibleParents(nodes, own === null ? null : nodeOf(own)).map((node) => node.reason.id)
  it('leaves room for all levels, and is never itself or below it', () => {
    expect(parents(null)).toEqual([1, 4, 2, 3])
    expect(parents(4)).toEqual([1, 2, 3])
    expect(parents(1)).toEqual([])
    expect(parents(2)).toEqual([1, 4, 3])
  })
})
