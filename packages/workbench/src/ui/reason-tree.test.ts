import { describe, expect, it } from 'vitest'
import { everyNode, foundNodes, heightOf, pathText, reasonTree } from './reason-tree.ts'

const reasons = [
  { id: 3, name: 'Bill', parentId: 1, position: 2 },
  { id: 4, name: 'Charged twice', parentId: 3, position: 1 },
  { id: 2, name: 'Complaint', parentId: null, position: 1 },
  { id: 1, name: 'Question', parentId: null, position: 1 },
  { id: 5, name: 'Branch', parentId: 1, position: 1 },
]
const nodes = everyNode(reasonTree(reasons))
const paths = (found: readonly { path: readonly string[] }[]) => found.map(({ path }) => pathText(path))

describe('the tree of reasons', () => {
  it('stands in the order of positions, then of ids, each below its own', () => {
    expect(paths(nodes)).toEqual(['Question', 'Question / Branch', 'Question / Bill', 'Question / Bill / Charged twice', 'Complaint'])
    expect(nodes.map(({ level }) => level)).toEqual([1, 2, 2, 3, 1])
    expect(nodes.map(heightOf)).toEqual([3, 1, 2, 1, 1])
  })

  it('is searched by words of the whole path', () => {
    expect(paths(foundNodes(nodes, 'bill quest'))).toEqual(['Question / Bill', 'Question / Bill / Charged twice'])
    expect(foundNodes(nodes, '  ')).toHaveLength(5)
    expect(foundNodes(nodes, 'nothing')).toEqual([])
  })
})
