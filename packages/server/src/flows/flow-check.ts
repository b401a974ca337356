// What is wrong with a flow, for people to read and for publishing to refuse.
import {
  type FlowDocument,
  type FlowProblem,
  flowProblemText,
  type Language,
  ownOf,
  type PageInterface,
  type ShownProblem,
} from '@openseat/contracts'
import { validateFlow } from '@openseat/domain'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { FlowParts } from './flow-parts.ts'
import { type KnownFlows, knownObjects, knownReferences } from './known-objects.ts'

export interface FlowCheckParts extends FlowParts {
  readonly flows: KnownFlows
}

interface Checked {
  readonly document: FlowDocument
  /** Null: it has no id yet. */
  readonly flowId: number | null
  /** Interfaces are the operator's: they are asked for before the tenant's own transaction. */
  readonly usable: readonly PageInterface[]
}

export async function flowProblems(
  trx: TenantTransaction,
  { flows, speech }: Pick<FlowCheckParts, 'flows' | 'speech'>,
  { document, flowId, usable }: Checked,
): Promise<FlowProblem[]> {
  const objects = await knownObjects(trx, { speech }, usable)
  return validateFlow(document, knownReferences(objects, { ownId: flowId, speaks: speech.speaks(), flows: await flows.read(trx) }))
}

/** Nobody reads more. */
const shownAtMost = 200

export const shownProblems = (problems: readonly FlowProblem[], document: FlowDocument, language: Language): ShownProblem[] =>
  problems.slice(0, shownAtMost).map((problem) => {
    const { code, severity, nodeId = null, branch = null, field = null, range = null } = problem
    const raw = nodeId === null ? undefined : ownOf(document.nodes, nodeId)
    const title = raw?.['title'] === undefined || raw['title'] === '' ? raw?.['kind'] : raw['title']
    const node = String(title ?? '').slice(0, 64)
    return { code, severity, nodeId, node, branch, field, range, text: flowProblemText(problem, language) }
  })
