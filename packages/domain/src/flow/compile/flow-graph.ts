// A flow as nodes and arrows: what can be reached, and what goes round.
import {
  type FlowDocument,
  type FlowNode,
  type FlowNodeKind,
  type FlowNodeOf,
  type FlowProblem,
  type FlowProblemCode,
  flowProblemWords,
  type NodeReading,
  ownOf,
  readNode,
} from '@openseat/contracts'
import type { BranchFacts, Waiting } from '../nodes/node-kind.ts'
import { nodeKinds } from '../nodes/node-kinds.ts'
import { compileNode } from './compile-flow.ts'
import { type FlowNames, FlowScope, namesOf } from './flow-scope.ts'

/** A node with all that checks want to know of it. */
export interface CheckedNode {
  readonly id: string
  readonly node: FlowNode
  readonly scope: FlowScope
  readonly branches: readonly BranchFacts[]
  readonly waits: Waiting
  readonly ends: boolean
}

export type Unread = Extract<NodeReading, { ok: false }>

export interface FlowGraph {
  readonly document: FlowDocument
  readonly names: FlowNames
  readonly nodes: ReadonlyMap<string, CheckedNode>
  readonly unread: ReadonlyMap<string, Unread>
  /** From the start, and from where errors lead. */
  readonly reached: ReadonlySet<string>
}

export const problemAt = (code: FlowProblemCode, place: Omit<FlowProblem, 'code' | 'severity'> = {}): FlowProblem => ({
  code,
  severity: flowProblemWords[code].severity,
  ...place,
})

export function graphOf(document: FlowDocument): FlowGraph {
  const names = namesOf(document)
  const nodes = new Map<string, CheckedNode>()
  const unread = new Map<string, Unread>()
  for (const [id, raw] of Object.entries(document.nodes)) {
    const reading = readNode(raw)
    if (reading.ok) nodes.set(id, checkedNode(id, reading.node, names))
    else unread.set(id, reading)
  }
  return { document, names, nodes, unread, reached: reachedFrom(document, nodes) }
}

function checkedNode(id: string, node: FlowNode, names: FlowNames): CheckedNode {
  const scope = new FlowScope(id, names)
  compileNode(id, node, scope)
  return { id, node, scope, ...kindFacts(node) }
}

function kindFacts<K extends FlowNodeKind>({ kind, config }: FlowNodeOf<K>): Pick<CheckedNode, 'branches' | 'waits' | 'ends'> {
  const { waits, branches, ends } = nodeKinds[kind]
  return { branches: branches(config), waits: typeof waits === 'function' ? waits(config) : waits, ends }
}

function reachedFrom({ start, onError, nodes: all }: FlowDocument, nodes: ReadonlyMap<string, CheckedNode>): ReadonlySet<string> {
  const reached = new Set<string>()
  const ahead = [start, ...(onError === null ? [] : [onError])]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (reached.has(id) || ownOf(all, id) === undefined) continue
    reached.add(id)
    ahead.push(...Object.values(nodes.get(id)?.node.next ?? {}))
  }
  return reached
}

export type Arrows = ReadonlyMap<string, readonly string[]>

/** Arrows among the nodes that are kept. Rounds of a loop node are counted: they end. */
export function arrowsAmong(nodes: ReadonlyMap<string, CheckedNode>, keeps: (node: CheckedNode) => boolean): Arrows {
  const kept = new Set([...nodes.values()].filter(keeps).map(({ id }) => id))
  return new Map(
    [...kept].map((id) => {
      const next = Object.entries(nodes.get(id)?.node.next ?? {})
      const isLoop = nodes.get(id)?.node.kind === 'loop'
      return [id, next.flatMap(([branch, to]) => (kept.has(to) && !(isLoop && branch === 'again') ? [to] : []))]
    }),
  )
}

/** Groups of nodes that all lead to each other (Tarjan, without recursion); in the order in which they are closed. */
export function cyclesIn(arrows: Arrows): string[][] {
  return new Cycles(arrows).found
}

interface Visit {
  readonly id: string
  next: number
}

class Cycles {
  readonly found: string[][] = []
  readonly #arrows: Arrows
  readonly #index = new Map<string, number>()
  readonly #low = new Map<string, number>()
  readonly #open: string[] = []
  readonly #isOpen = new Set<string>()

  constructor(arrows: Arrows) {
    this.#arrows = arrows
    for (const id of arrows.keys()) if (!this.#index.has(id)) this.#visit(id)
  }

  #visit(first: string): void {
    const path: Visit[] = [this.#enter(first)]
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const to = this.#arrows.get(visit.id)?.[visit.next]
      visit.next += 1
      if (to === undefined) {
        path.pop()
        this.#leave(visit.id, path.at(-1)?.id)
      } else if (!this.#index.has(to)) path.push(this.#enter(to))
      else if (this.#isOpen.has(to)) this.#lower(visit.id, this.#index.get(to) ?? 0)
    }
  }

  #enter(id: string): Visit {
    const index = this.#index.size
    this.#index.set(id, index)
    this.#low.set(id, index)
    this.#open.push(id)
    this.#isOpen.add(id)
    return { id, next: 0 }
  }

  #leave(id: string, parent: string | undefined): void {
    const low = this.#low.get(id) ?? 0
    if (parent !== undefined) this.#lower(parent, low)
    if (low !== this.#index.get(id)) return
    const group = this.#open.splice(this.#open.indexOf(id))
    for (const each of group) this.#isOpen.delete(each)
    if (group.length > 1 || this.#arrows.get(id)?.includes(id) === true) this.found.push(group)
  }

  #lower(id: string, low: number): void {
    this.#low.set(id, Math.min(this.#low.get(id) ?? low, low))
  }
}
