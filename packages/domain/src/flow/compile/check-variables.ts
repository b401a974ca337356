// The variables of a flow: declared once, with values of their types, and written before they are read.
import type { FlowProblem } from '@openseat/contracts'
import { initialOf } from './compile-flow.ts'
import { type CheckedNode, type FlowGraph, problemAt } from './flow-graph.ts'

export const variableProblems = (graph: FlowGraph): FlowProblem[] => [...declared(graph), ...readBeforeSet(graph)]

function declared({ document: { variables, arguments: args, results }, names }: FlowGraph): FlowProblem[] {
  const all = variables.map(({ name }) => name)
  return [
    ...variables.flatMap(({ name, type, default: initial }, index) => [
      ...(all.indexOf(name) < index ? [problemAt('variableTwice', { field: `variables.${index}.name`, params: { name } })] : []),
      ...(initial !== undefined && initialOf(type, initial) === undefined
        ? [problemAt('defaultType', { field: `variables.${index}.default`, params: { name, expected: type } })]
        : []),
    ]),
    ...args.flatMap((name, index) =>
      names.types.has(name) ? [] : [problemAt('argumentUnknown', { field: `arguments.${index}`, params: { name } })],
    ),
    ...results.flatMap((name, index) =>
      names.types.has(name) ? [] : [problemAt('argumentUnknown', { field: `results.${index}`, params: { name } })],
    ),
  ]
}

/** Branches on which a node has written nothing. */
const without: ReadonlySet<string> = new Set(['noInput', 'invalid', 'error', 'timeout', 'none', 'businessFailed', 'refused', 'locked'])

type Known = ReadonlySet<string>

/** On every way from the start; on the ways from errors nothing is certain. */
function readBeforeSet(graph: FlowGraph): FlowProblem[] {
  const { document, nodes, names } = graph
  const first = new Set([
    ...document.arguments,
    ...document.variables.flatMap(({ name, default: initial }) => (initial === undefined ? [] : [name])),
  ])
  const at = knownAt(graph, first)
  return [...nodes.values()].flatMap(({ id: nodeId, scope }) => {
    const known = at.get(nodeId)
    if (!known) return []
    const missing = [...scope.reads].filter((name) => names.types.has(name) && !known.has(name))
    return missing.map((name) => problemAt('readBeforeSet', { nodeId, params: { name } }))
  })
}

function knownAt({ document, nodes }: FlowGraph, first: Known): ReadonlyMap<string, Known> {
  const at = new Map<string, Known>()
  const ahead: string[] = []
  const arrive = (id: string, known: Known): void => {
    const before = at.get(id)
    const now = before ? new Set([...before].filter((name) => known.has(name))) : known
    if (before && now.size === before.size) return
    at.set(id, now)
    ahead.push(id)
  }
  arrive(document.start, first)
  if (document.onError !== null) arrive(document.onError, first)
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const node = nodes.get(id)
    if (node) for (const [branch, to] of Object.entries(node.node.next)) arrive(to, after(node, branch, at.get(id) ?? first))
  }
  return at
}

const after = ({ scope }: CheckedNode, branch: string, known: Known): Known =>
  without.has(branch) || scope.writes.size === 0 ? known : new Set([...known, ...scope.writes])
