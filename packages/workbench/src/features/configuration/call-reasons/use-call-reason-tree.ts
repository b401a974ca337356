// Call reasons as the administrator keeps them: the tree, its order, what may go where.
import { callReasonInputSchema, limits, vocabulary, type CallReason } from '@openseat/contracts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { everyNode, heightOf, reasonTree, type ReasonNode } from '../../../ui/reason-tree.ts'
import { useForm } from '../../../ui/use-form.ts'

export type Direction = 'up' | 'down'

export function useCallReasonTree() {
  const reasons = shallowRef<readonly CallReason[]>([])
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<ApiFailure | null>(null)
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())

  async function reload(): Promise<void> {
    try {
      reasons.value = await call('listCallReasons', { signal: abort.signal })
      status.value = 'ready'
    } catch (error) {
      if (isAbort(error)) return
      failure.value = asFailure(error)
      status.value = 'failed'
    }
  }

  /** Rejects with an ApiFailure; the list then shows what the server has. */
  async function move(reason: CallReason, direction: Direction): Promise<void> {
    try {
      for (const { id, ...body } of moved(reasons.value, reason, direction)) await call('changeCallReason', { params: { id }, body })
    } finally {
      await reload()
    }
  }

  void reload()
  return { reasons, nodes: computed(() => everyNode(reasonTree(reasons.value))), status, failure, reload, move }
}

export const siblingsOf = (reasons: readonly CallReason[], parentId: number | null): CallReason[] =>
  reasons.filter((reason) => reason.parentId === parentId).toSorted((a, b) => a.position - b.position || a.id - b.id)

/** Siblings whose place changes when this one goes up or down by one. */
export function moved(reasons: readonly CallReason[], reason: CallReason, direction: Direction): CallReason[] {
  const siblings = siblingsOf(reasons, reason.parentId)
  const from = siblings.findIndex(({ id }) => id === reason.id)
  const to = from + (direction === 'up' ? -1 : 1)
  if (from < 0 || to < 0 || to >= siblings.length) return []
  return siblings
    .toSpliced(from, 1)
    .toSpliced(to, 0, reason)
    .map((sibling, index) => ({ ...sibling, position: index + 1 }))
    .filter(({ id, position }) => siblings.find((sibling) => sibling.id === id)?.position !== position)
}

/** The place after the last one below this parent. */
export const lastPlace = (reasons: readonly CallReason[], parentId: number | null): number =>
  Math.min(1_000, Math.max(0, ...siblingsOf(reasons, parentId).map(({ position }) => position)) + 1)

/** Nodes that this one may stand below; for a new one, all with a level to spare. */
export function possibleParents(nodes: readonly ReasonNode[], own: ReasonNode | null): ReasonNode[] {
  const within = new Set(own ? everyNode([own]).map(({ reason }) => reason.id) : [])
  const height = own ? heightOf(own) : 1
  return nodes.filter(({ reason, level }) => !within.has(reason.id) && level + height <= limits.callReasonLevels)
}

export const callReasonDeletion = (reason: CallReason) =>
  deletion(inLanguage(vocabulary.callReason), reason.name, () => call('deleteCallReason', { params: { id: reason.id } }))

/** `own` null: a new one below `parentId`. */
export function useCallReasonForm(parts: { own: CallReason | null; parentId: number | null; reasons: readonly CallReason[] }) {
  const { own, reasons } = parts
  return useForm<{ name: string; parentId: number | null }>({
    schema: () => callReasonInputSchema.pick({ name: true, parentId: true }),
    values: { name: own?.name ?? '', parentId: own ? own.parentId : parts.parentId },
    send: async ({ name, parentId }) => {
      const stays = own !== null && own.parentId === parentId
      const body = { name: name.trim(), parentId, position: stays ? own.position : lastPlace(reasons, parentId) }
      if (own === null) await call('createCallReason', { body })
      else await call('changeCallReason', { params: { id: own.id }, body })
    },
  })
}
