// What a kind of node is: the branches that it has by its settings, whether it waits, and how it behaves.
import type { FlowKind, FlowNodeKind, NodeConfig } from '@openseat/contracts'
import type { NodeBehaviour } from '../compiled-flow.ts'
import type { Scope } from './scope.ts'

export interface BranchFacts {
  readonly name: string
  /** Must lead somewhere for the flow to be published. */
  readonly isRequired: boolean
}

/** `input`: of the customer. Told for cycles: one in which nothing waits never ends. */
export type Waiting = 'never' | 'outside' | 'input'

export interface NodeKind<K extends FlowNodeKind> {
  /** Kinds of flows that it may stand in. */
  readonly in: readonly FlowKind[]
  readonly waits: Waiting | ((config: NodeConfig<K>) => Waiting)
  readonly branches: (config: NodeConfig<K>) => readonly BranchFacts[]
  /** The flow, or the sub-flow, may end in it. */
  readonly ends: boolean
  readonly behaviour: (config: NodeConfig<K>, scope: Scope) => NodeBehaviour
}

export const required = (...names: readonly string[]): BranchFacts[] => names.map((name) => ({ name, isRequired: true }))
export const optional = (...names: readonly string[]): BranchFacts[] => names.map((name) => ({ name, isRequired: false }))

export const everyKind: readonly FlowKind[] = ['ivr', 'chat', 'verification', 'script']
export const spoken: readonly FlowKind[] = ['ivr', 'verification']
