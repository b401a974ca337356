// Call reasons (来电原因) as the tree that they are. Pure.
import type { CallReason } from '@openseat/contracts'

export interface ReasonNode {
  readonly reason: CallReason
  /** 1 at the root. */
  readonly level: number
  /** Names from the root down to this one. */
  readonly path: readonly string[]
  readonly below: readonly ReasonNode[]
}

const inOrder = (a: CallReason, b: CallReason): number => a.position - b.position || a.id - b.id

function branch(reasons: readonly CallReason[], above: ReasonNode | null): ReasonNode[] {
  const parentId = above?.reason.id ?? null
  return reasons
    .filter((reason) => reason.parentId === parentId)
    .toSorted(inOrder)
    .map((reason) => {
      const node = { reason, level: (above?.level ?? 0) + 1, path: [...(above?.path ?? []), reason.name], below: [] }
      return { ...node, below: branch(reasons, node) }
    })
}

/** The roots, each with what stands below it, in their order. */
export const reasonTree = (reasons: readonly CallReason[]): ReasonNode[] => branch(reasons, null)

/** All nodes as they are read from top to bottom. */
export const everyNode = (roots: readonly ReasonNode[]): ReasonNode[] => roots.flatMap((node) => [node, ...everyNode(node.below)])

/** How many levels the node spans, itself counted. */
export const heightOf = (node: ReasonNode): number => 1 + Math.max(0, ...node.below.map(heightOf))

export const pathText = (path: readonly string[]): string => path.join(' / ')

/** Nodes whose path has every word that was typed. */
export function foundNodes(nodes: readonly ReasonNode[], typed: string): readonly ReasonNode[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return nodes.filter(({ path }) => words.every((word) => pathText(path).toLowerCase().includes(word)))
}
