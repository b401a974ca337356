// A flow as an outline: its nodes in the order in which callers meet them, each with its branches.
import { flowBranchWords, type FlowDocument, flowNodeWords, isNodeKind, ownOf, type ShownProblem } from '@openseat/contracts'
import { inLanguage } from '../../../i18n/language.ts'

export interface OutlineBranch {
  readonly name: string
  readonly to: string
  /** Title or kind of the node that it leads to. */
  readonly target: string
}

export interface OutlineNode {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly mark: string
  readonly branches: readonly OutlineBranch[]
  readonly errors: number
  readonly warnings: number
  /** Leads nowhere from the start. */
  readonly isLonely: boolean
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

export const kindWords = (kind: string): string => (isNodeKind(kind) ? inLanguage(flowNodeWords[kind]) : kind)

export const branchWords = (name: string): string => {
  const words = ownOf(flowBranchWords, name)
  return words ? inLanguage(words) : name
}

const titleOf = (document: FlowDocument, id: string): string => {
  const raw = ownOf(document.nodes, id)
  return raw ? textOf(raw['title']) || kindWords(textOf(raw['kind'])) : id
}

export function outlineOf(document: FlowDocument, problems: readonly ShownProblem[]): OutlineNode[] {
  const reached = inOrder(document)
  const lonely = Object.keys(document.nodes).filter((id) => !reached.includes(id))
  return [...reached, ...lonely].map((id) => {
    const raw = ownOf(document.nodes, id) ?? {}
    const own = problems.filter(({ nodeId }) => nodeId === id)
    return {
      id,
      kind: textOf(raw['kind']),
      title: titleOf(document, id),
      mark: textOf(raw['mark']),
      branches: Object.entries(recordOf(raw['next'])).map(([name, to]) => ({
        name,
        to: textOf(to),
        target: titleOf(document, textOf(to)),
      })),
      errors: own.filter(({ severity }) => severity === 'error').length,
      warnings: own.filter(({ severity }) => severity === 'warning').length,
      isLonely: lonely.includes(id),
    }
  })
}

/** From the start, each branch to its end before the next; then from where errors lead. */
function inOrder({ start, onError, nodes }: FlowDocument): string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const ahead = onError === null ? [start] : [onError, start]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const raw = ownOf(nodes, id)
    if (!raw || seen.has(id)) continue
    seen.add(id)
    order.push(id)
    ahead.push(...Object.values(recordOf(raw['next'])).map(textOf).toReversed())
  }
  return order
}
