// Whether what a flow names is there, published where it has to be, and, of sub-flows, called as they want to be.
import type { FlowNodeOf, FlowProblem } from '@openseat/contracts'
import { flowLimits } from '@openseat/contracts'
import type { Reference } from '../nodes/scope.ts'
import { type FlowGraph, problemAt } from './flow-graph.ts'
import type { FlowFacts, KnownFlow, KnownReferences } from './known-references.ts'

export function referenceProblems(graph: FlowGraph, known: KnownReferences): FlowProblem[] {
  return [...graph.nodes.values()].flatMap(({ id: nodeId, node, scope }) => [
    ...scope.references.flatMap((reference) => missing(reference, nodeId, known)),
    ...(node.kind === 'subFlow' ? subFlowProblems(nodeId, node, { graph, known }) : []),
    ...(known.speaks ? [] : scope.spokenTexts.map((field) => problemAt('textUnspoken', { nodeId, field }))),
  ])
}

function missing({ kind, field, value }: Reference, nodeId: string, known: KnownReferences): FlowProblem[] {
  const place = { nodeId, field, params: { object: kind, value } }
  const state = stateOf(kind, value, known)
  if (state === 'there') return []
  return [problemAt(state === 'missing' ? 'referenceMissing' : 'referenceUnpublished', place)]
}

type State = 'there' | 'missing' | 'unpublished'

const thereIf = (isThere: boolean): State => (isThere ? 'there' : 'missing')

function stateOf(kind: Reference['kind'], value: Reference['value'], known: KnownReferences): State {
  switch (kind) {
    case 'queue':
      return thereIf(known.queues.has(Number(value)))
    case 'interface':
      return thereIf(known.interfaces.has(Number(value)))
    case 'workingHours':
      return thereIf(known.workingHours.has(Number(value)))
    case 'prompt':
      return thereIf(known.prompts.has(String(value)))
    case 'table':
      return tableState(String(value), known)
    case 'flow':
      return flowState(String(value), known)
  }
}

/** An id, or `id.column`. */
function tableState(value: string, { tables }: KnownReferences): State {
  const [id, column] = value.split('.')
  const table = tables.get(Number(id))
  // A column of a table that is not there is told with the table.
  if (!table) return thereIf(column !== undefined)
  if (column !== undefined) return thereIf(table.columns.has(column))
  return table.isPublished ? 'there' : 'unpublished'
}

function flowState(value: string, { flows }: KnownReferences): State {
  const [id, revision] = value.split('@')
  const flow = flows.get(Number(id))
  if (!flow) return 'missing'
  if (revision !== undefined) return thereIf(flow.revisions.has(Number(revision)))
  return flow.publishedRevision === null ? 'unpublished' : 'there'
}

interface Scene {
  readonly graph: FlowGraph
  readonly known: KnownReferences
}

function subFlowProblems(nodeId: string, node: FlowNodeOf<'subFlow'>, { graph, known }: Scene): FlowProblem[] {
  const { flow: reference, arguments: args, results, outcomes } = node.config
  const flow = known.flows.get(reference.flowId)
  const facts = flow?.revisions.get(reference.revision ?? flow.publishedRevision ?? 0)
  if (!flow || !facts) return []
  const place = { nodeId, field: 'config.flow' }
  const depth = depthOf(reference.flowId, known.flows, new Set())
  return [
    ...(flow.kind === graph.document.kind ? [] : [problemAt('subFlowKind', { ...place, params: { value: flow.name } })]),
    ...(known.ownId !== null && reaches(reference.flowId, known.ownId, known.flows)
      ? [problemAt('recursion', { ...place, params: { name: flow.name } })]
      : []),
    ...(depth > flowLimits.subFlowDepth ? [problemAt('subFlowDepth', place)] : []),
    ...unknownIn(args, facts.arguments, (index, name) =>
      problemAt('argumentUnknown', { nodeId, field: `config.arguments.${index}.name`, params: { name } }),
    ),
    ...unknownIn(results, facts.results, (index, name) =>
      problemAt('resultUnknown', { nodeId, field: `config.results.${index}.name`, params: { name } }),
    ),
    ...outcomeProblems(nodeId, outcomes, facts),
  ]
}

const unknownIn = (rows: readonly { name: string }[], names: readonly string[], told: (index: number, name: string) => FlowProblem) =>
  rows.flatMap(({ name }, index) => (names.includes(name) ? [] : [told(index, name)]))

const outcomeProblems = (nodeId: string, listed: readonly string[], { outcomes }: FlowFacts): FlowProblem[] => [
  ...listed.flatMap((name, index) =>
    outcomes.includes(name) ? [] : [problemAt('outcomeUnknown', { nodeId, field: `config.outcomes.${index}`, params: { name } })],
  ),
  ...outcomes.flatMap((name) =>
    listed.includes(name) ? [] : [problemAt('outcomeMissing', { nodeId, field: 'config.outcomes', params: { name } })],
  ),
]

type Flows = ReadonlyMap<number, KnownFlow>

const callsOf = (flow: KnownFlow | undefined): readonly number[] => flow?.revisions.get(flow.publishedRevision ?? 0)?.calls ?? []

function reaches(from: number, wanted: number, flows: Flows): boolean {
  const seen = new Set<number>()
  const ahead = [from]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (id === wanted) return true
    if (seen.has(id)) continue
    seen.add(id)
    ahead.push(...callsOf(flows.get(id)))
  }
  return false
}

/** How deep calls go from here; flows that call each other are not followed twice. */
function depthOf(id: number, flows: Flows, above: ReadonlySet<number>): number {
  if (above.has(id) || above.size > flowLimits.subFlowDepth) return 0
  const within = new Set([...above, id])
  return 1 + Math.max(0, ...callsOf(flows.get(id)).map((called) => depthOf(called, flows, within)))
}
