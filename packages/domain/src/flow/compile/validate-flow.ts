// Everything that is wrong with a flow, at once: the same in the browser and on the server. A flow with errors is not published.
import type { FlowDocument, FlowNodeKind, FlowProblem } from '@openseat/contracts'
import { nodeKinds } from '../nodes/node-kinds.ts'
import { referenceProblems } from './check-references.ts'
import { structureProblems } from './check-structure.ts'
import { variableProblems } from './check-variables.ts'
import { type FlowGraph, graphOf, problemAt } from './flow-graph.ts'
import type { KnownReferences } from './known-references.ts'

/** Errors and warnings, those of the whole first. Never throws, whatever stands in the nodes. */
export function validateFlow(document: FlowDocument, known: KnownReferences): FlowProblem[] {
  const graph = graphOf(document)
  return [
    ...structureProblems(graph, known),
    ...variableProblems(graph),
    ...kindProblems(graph),
    ...[...graph.nodes.values()].flatMap(({ scope }) => scope.problems),
    ...referenceProblems(graph, known),
  ]
}

/** Nobody carries out yet what they ask for: a call would wait for ever. */
const unavailable: ReadonlySet<FlowNodeKind> = new Set(['agentSignIn'])

const kindProblems = ({ document, nodes }: FlowGraph): FlowProblem[] =>
  [...nodes.values()].flatMap(({ id: nodeId, node: { kind } }) => {
    const place = { nodeId, params: { kind } }
    if (!nodeKinds[kind].in.includes(document.kind)) return [problemAt('kindNotAllowed', place)]
    return unavailable.has(kind) ? [problemAt('unavailable', place)] : []
  })

export const hasErrors = (problems: readonly FlowProblem[]): boolean => problems.some(({ severity }) => severity === 'error')
