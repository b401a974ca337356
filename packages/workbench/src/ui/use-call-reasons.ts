// The call reasons that one can choose from, loaded when they are first needed.
import type { CallReason } from '@openseat/contracts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, isAbort } from '../api/api-failure.ts'
import { call } from '../api/call.ts'
import { failureText } from './failure-text.ts'
import { everyNode, reasonTree } from './reason-tree.ts'

export function useCallReasons() {
  const reasons = shallowRef<readonly CallReason[]>([])
  const isLoaded = ref(false)
  /** Why there are none; empty when all is well. */
  const trouble = ref('')
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())

  async function load(): Promise<void> {
    trouble.value = ''
    try {
      reasons.value = await call('listCallReasons', { signal: abort.signal })
      isLoaded.value = true
    } catch (error) {
      if (!isAbort(error)) trouble.value = failureText(asFailure(error))
    }
  }
  void load()
  return { reasons, nodes: computed(() => everyNode(reasonTree(reasons.value))), isLoaded, trouble, load }
}
