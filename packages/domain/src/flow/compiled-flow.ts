// A flow made ready to run: expressions parsed, branches by name. Immutable, one per revision.
import type { FlowKind, FlowLanguage, FlowNodeKind, FlowVariableType } from '@openseat/contracts'
import type { Values } from '../expression/expression.ts'
import type { Meter } from '../expression/meter.ts'
import type { PlainMap, PlainValue } from '../expression/plain-value.ts'
import type { FlowContext } from './flow-context.ts'
import type { FlowAsk, FlowEnd, FlowEvent, FlowFault, FlowRef, FlowWait, SecretRef } from './run.ts'

export interface CompiledVariable {
  readonly type: FlowVariableType
  /** Undefined: without a value until a node gives one. */
  readonly initial: PlainValue | undefined
}

export interface CompiledNode {
  readonly id: string
  readonly kind: FlowNodeKind
  readonly title: string
  readonly mark: string | null
  readonly next: ReadonlyMap<string, string>
  readonly behaviour: NodeBehaviour
}

export interface CompiledFlow {
  readonly ref: FlowRef
  readonly kind: FlowKind
  readonly name: string
  readonly start: string
  readonly onError: string | null
  readonly variables: ReadonlyMap<string, CompiledVariable>
  readonly arguments: readonly string[]
  readonly results: readonly string[]
  readonly nodes: ReadonlyMap<string, CompiledNode>
}

/** Published flows at their revisions, with the sub-flows that they name. */
export interface FlowLibrary {
  readonly compiled: { get(ref: FlowRef): CompiledFlow | undefined }
}

/** What a node sees of its run. */
export interface NodeView {
  readonly context: FlowContext
  readonly language: FlowLanguage
  /** How often the node has asked again. */
  readonly attempt: number
  readonly memory: PlainMap
  /** Of the loop node itself. */
  readonly rounds: number
  /** What all expressions may still spend until the run waits. */
  readonly meter: Meter
  /** Values by name, the call's own among them; secrets are in none. */
  readonly values: () => Values
  /** Whether the node's branch goes anywhere. */
  readonly leads: (branch: string) => boolean
  /** Undefined: never keyed. Null: lost with the process that had it. */
  readonly secret: (name: string) => SecretRef | null | undefined
}

/** Targets are variables, or `calldata.KEY`. */
export type NewValues = ReadonlyMap<string, PlainValue | SecretRef>

interface Along {
  readonly changes?: NewValues
  /** Done without an answer. */
  readonly asks?: readonly FlowAsk[]
  /** For the trace; never with the value of a secret. */
  readonly detail?: string
}

/** What comes of entering a node, or of telling it something. */
export type Outcome =
  | (Along & { readonly go: string; readonly language?: FlowLanguage; readonly rounds?: number })
  /** `wakeAt`: when it wants to be told that time has passed. What it awaited before is not awaited any more. */
  | {
      readonly wait: FlowWait['kind']
      readonly asks: readonly FlowAsk[]
      readonly attempt?: number
      readonly memory?: PlainMap
      readonly wakeAt?: number
    }
  | { readonly fail: FlowFault; readonly detail: string }
  /** A secret that this node needs was lost: whoever asked for it asks again. */
  | { readonly lost: string }
  | (Along & { readonly end: FlowEnd })
  | { readonly call: FlowRef; readonly given: ReadonlyMap<string, PlainValue | SecretRef> }
  | { readonly leave: string }

export interface NodeBehaviour {
  readonly enter: (at: NodeView) => Outcome
  /** Undefined: not for this node as it waits; the event is rejected. */
  readonly on?: (event: FlowEvent, at: NodeView) => Outcome | undefined
  /** After a restart; left out: as if it were entered. */
  readonly resume?: (at: NodeView) => Outcome
  /** Of a sub-flow that has ended: its results by name. */
  readonly returned?: (outcome: string, results: NewValues) => Outcome
}
