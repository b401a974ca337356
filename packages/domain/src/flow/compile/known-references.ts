// What a flow's references are checked against: what the tenant has, as plain facts.
import type { FlowDocument, FlowKind } from '@openseat/contracts'
import type { Waiting } from '../nodes/node-kind.ts'
import { type FlowGraph, graphOf } from './flow-graph.ts'

export interface KnownTable {
  readonly isPublished: boolean
  readonly columns: ReadonlySet<string>
}

export interface KnownFlow {
  readonly name: string
  readonly kind: FlowKind
  /** Null: never published, or withdrawn. */
  readonly publishedRevision: number | null
  /** Of revisions that were published. */
  readonly revisions: ReadonlyMap<number, FlowFacts>
}

/** What whoever calls a flow has to know of it. */
export interface FlowFacts {
  readonly arguments: readonly string[]
  readonly results: readonly string[]
  readonly outcomes: readonly string[]
  /** Ids of the flows that it calls. */
  readonly calls: readonly number[]
  readonly waits: Waiting
}

export interface KnownReferences {
  /** The flow that is checked; null: it has no id yet. */
  readonly ownId: number | null
  readonly queues: ReadonlySet<number>
  readonly interfaces: ReadonlySet<number>
  readonly tables: ReadonlyMap<number, KnownTable>
  readonly workingHours: ReadonlySet<number>
  /** By code. */
  readonly prompts: ReadonlySet<string>
  readonly flows: ReadonlyMap<number, KnownFlow>
  /** Whether there is an engine that speaks texts. */
  readonly speaks: boolean
}

export const flowFactsOf = (document: FlowDocument): FlowFacts => flowFactsIn(graphOf(document))

export function flowFactsIn({ document, nodes }: FlowGraph): FlowFacts {
  const all = [...nodes.values()].map(({ node }) => node)
  const outcomes = new Set(all.flatMap((node) => (node.kind === 'return' ? [node.config.outcome] : [])))
  const calls = new Set(all.flatMap((node) => (node.kind === 'subFlow' ? [node.config.flow.flowId] : [])))
  const waits = [...nodes.values()].map(({ waits: own }) => own)
  const strongest = waits.includes('input') ? 'input' : waits.includes('outside') ? 'outside' : 'never'
  return { arguments: document.arguments, results: document.results, outcomes: [...outcomes], calls: [...calls], waits: strongest }
}
