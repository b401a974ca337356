// The drawing of a flow: its start and ends, its branches, what cannot be reached and what goes round.
import { flowLimits, type FlowProblem } from '@openseat/contracts'
import { arrowsAmong, type CheckedNode, cyclesIn, type FlowGraph, problemAt } from './flow-graph.ts'
import type { KnownReferences } from './known-references.ts'

export function structureProblems(graph: FlowGraph, known: KnownReferences): FlowProblem[] {
  const nodes = [...graph.nodes.values()]
  return [
    ...wholeProblems(graph),
    ...unreadProblems(graph),
    ...nodes.flatMap((node) => branchProblems(node, graph)),
    ...nodes.filter(({ id }) => !graph.reached.has(id)).map(({ id }) => problemAt('unreachable', { nodeId: id })),
    ...cycleProblems(graph, known),
  ]
}

function wholeProblems({ document, nodes, reached }: FlowGraph): FlowProblem[] {
  const { start, onError, kind } = document
  const ended = [...nodes.values()].some(({ id, ends }) => ends && reached.has(id))
  const verified = [...nodes.values()].some(({ id, node }) => node.kind === 'verifyResult' && reached.has(id))
  const count = Object.keys(document.nodes).length
  return [
    ...(nodes.get(start)?.node.kind === 'start' ? [] : [problemAt('startMissing', { field: 'start', params: { name: start } })]),
    ...(onError === null ? [problemAt('onErrorMissing', { field: 'onError' })] : []),
    ...(onError !== null && document.nodes[onError] === undefined
      ? [problemAt('branchTarget', { field: 'onError', params: { branch: 'onError', name: onError } })]
      : []),
    ...(ended ? [] : [problemAt('endMissing')]),
    ...(kind !== 'verification' || verified ? [] : [problemAt('verificationResult')]),
    ...(count > flowLimits.manyNodes ? [problemAt('manyNodes', { params: { count } })] : []),
  ]
}

function unreadProblems({ document, unread }: FlowGraph): FlowProblem[] {
  return [...unread].flatMap(([nodeId, { reason, problems }]) => {
    const kind = String(document.nodes[nodeId]?.['kind'] ?? '')
    if (reason === 'kind') return [problemAt('kindUnknown', { nodeId, params: { kind: kind.slice(0, 32) } })]
    if (reason === 'newer') return [problemAt('nodeNewer', { nodeId })]
    return problems.map((cause) => problemAt('settings', { nodeId, field: cause.field, cause }))
  })
}

function branchProblems({ id: nodeId, node, branches }: CheckedNode, { document }: FlowGraph): FlowProblem[] {
  const known = new Set([...branches.map(({ name }) => name), 'error'])
  const open = branches.filter(({ name, isRequired }) => isRequired && node.next[name] === undefined)
  return [
    ...open.map(({ name: branch }) => problemAt('branchUnconnected', { nodeId, branch, params: { branch } })),
    ...Object.entries(node.next).flatMap(([branch, name]) => {
      if (!known.has(branch)) return [problemAt('branchUnknown', { nodeId, branch, params: { branch } })]
      return document.nodes[name] === undefined ? [problemAt('branchTarget', { nodeId, branch, params: { branch, name } })] : []
    }),
  ]
}

function cycleProblems(graph: FlowGraph, known: KnownReferences): FlowProblem[] {
  const waits = (node: CheckedNode) => waitsOf(node, known)
  const order = [...graph.nodes.keys()]
  const cycles = (keeps: (node: CheckedNode) => boolean): string[] =>
    cyclesIn(arrowsAmong(graph.nodes, keeps)).map((group) => order.find((id) => group.includes(id)) ?? '')
  const endless = cyclesIn(arrowsAmong(graph.nodes, (node) => waits(node) === 'never'))
  const inEndless = new Set(endless.flat())
  const alone = cycles((node) => waits(node) !== 'input').filter((id) => !inEndless.has(id))
  return [
    ...endless.map((group) => problemAt('cycleWithoutWait', { nodeId: order.find((id) => group.includes(id)) ?? '' })),
    ...alone.map((nodeId) => problemAt('cycleWithoutInput', { nodeId })),
  ]
}

/** A sub-flow waits as its nodes do. */
function waitsOf({ node, waits }: CheckedNode, { flows }: KnownReferences): CheckedNode['waits'] {
  if (node.kind !== 'subFlow') return waits
  const { flowId, revision } = node.config.flow
  const flow = flows.get(flowId)
  return flow?.revisions.get(revision ?? flow.publishedRevision ?? 0)?.waits ?? 'never'
}
