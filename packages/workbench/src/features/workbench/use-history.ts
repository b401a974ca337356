// Earlier contacts with a number, for people who may read records and see numbers.
import type { ContactSummary } from '@openseat/contracts'
import { ref, watch } from 'vue'
import { isAbort } from '../../api/api-failure.ts'
import { asFailure } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { useSession } from '../../session/session.ts'
import { recordPermissions } from '../../session/permissions.ts'

const shown = 5

/** `null` while it is not known or may not be known: then nothing is shown of it. */
export function useHistory(contact: () => { callId: string; number: string }) {
  const session = useSession()
  const earlier = ref<ContactSummary[] | null>(null)

  watch(
    contact,
    async ({ callId, number }, before, onCleanup) => {
      if (before && before.callId === callId && before.number === number) return
      earlier.value = null
      // A masked number finds nobody; it would find everybody with the same ends.
      if (number === '' || number.includes('*') || !session.can(...recordPermissions)) return
      const abort = new AbortController()
      onCleanup(() => abort.abort())
      try {
        const page = await call('listContacts', { query: { number, pageSize: String(shown + 1) }, signal: abort.signal })
        earlier.value = page.items.filter((item) => item.callId !== callId).slice(0, shown)
      } catch (error) {
        if (!isAbort(error)) asFailure(error)
      }
    },
    { immediate: true },
  )
  return { earlier }
}
