// A flow's document made ready to run. Nodes that cannot be read are left out: the run fails where it would enter one.
import { type FlowDocument, type FlowNodeKind, type FlowNodeOf, type FlowVariable, readNode } from '@openseat/contracts'
import { checkPlain, type PlainValue } from '../../expression/plain-value.ts'
import type { CompiledFlow, CompiledNode, CompiledVariable, NodeBehaviour, Outcome } from '../compiled-flow.ts'
import { fitted } from '../flow-values.ts'
import { nodeKinds } from '../nodes/node-kinds.ts'
import { NodeFailure } from '../nodes/scope.ts'
import type { FlowRef } from '../run.ts'
import { FlowScope, namesOf } from './flow-scope.ts'

/** `document`: as its schema gives it. */
export function compileFlow(document: FlowDocument, ref: FlowRef): CompiledFlow {
  const names = namesOf(document)
  const nodes = new Map<string, CompiledNode>()
  for (const [id, raw] of Object.entries(document.nodes)) {
    const reading = readNode(raw)
    if (reading.ok) nodes.set(id, compileNode(id, reading.node, new FlowScope(id, names)))
  }
  const { kind, name, start, onError, arguments: args, results } = document
  return { ref, kind, name, start, onError, arguments: args, results, nodes, variables: variablesOf(document.variables) }
}

export function compileNode<K extends FlowNodeKind>(id: string, node: FlowNodeOf<K>, scope: FlowScope): CompiledNode {
  const { kind, title, mark = null, next, config } = node
  const behaviour = guarded(nodeKinds[kind].behaviour(config, scope))
  return { id, kind, title, mark, next: new Map(Object.entries(next)), behaviour }
}

export const variablesOf = (variables: readonly FlowVariable[]): ReadonlyMap<string, CompiledVariable> =>
  new Map(variables.map(({ name, type, default: initial }) => [name, { type, initial: initialOf(type, initial) }]))

/** Undefined also where it is of another type. */
export function initialOf(type: FlowVariable['type'], initial: unknown): PlainValue | undefined {
  const plain = initial === undefined || type === 'secret' ? undefined : checkPlain(initial)
  return plain?.ok === true && type !== 'secret' ? fitted(plain.value, type) : undefined
}

/** What a node cannot work out is its failure, not the program's. */
function guarded({ enter, on, resume, returned }: NodeBehaviour): NodeBehaviour {
  return {
    enter: (at) => caught(() => enter(at)),
    ...(on === undefined ? {} : { on: (event, at) => caught(() => on(event, at)) }),
    ...(resume === undefined ? {} : { resume: (at) => caught(() => resume(at)) }),
    ...(returned === undefined ? {} : { returned }),
  }
}

function caught<T extends Outcome | undefined>(work: () => T): T | Outcome {
  try {
    return work()
  } catch (error) {
    if (error instanceof NodeFailure) return { fail: error.fault, detail: error.detail }
    throw error
  }
}
