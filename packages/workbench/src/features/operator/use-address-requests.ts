// Addresses that tenants wait for: how many, for the badge between the operator's pages, and which.
import type { AddressRequest } from '@openseat/contracts'
import { ref, type Ref } from 'vue'
import { call } from '../../api/call.ts'
import { useList } from '../../ui/use-list.ts'
import { useRefresh } from '../../ui/use-refresh.ts'

/** The last answer's. */
const waiting = ref(0)
const lookAgainSeconds = 60

async function ask(signal?: AbortSignal): Promise<readonly AddressRequest[]> {
  const requests = await call('listAddressRequests', signal ? { signal } : {})
  waiting.value = requests.length
  return requests
}

export function useWaitingRequests(mayDecide: boolean): Ref<number> {
  if (!mayDecide) return ref(0)
  // A badge that cannot be had is no fault to tell of: the page behind it says what is the matter.
  const look = (): void => void ask().catch(() => undefined)
  look()
  useRefresh(look, lookAgainSeconds)
  return waiting
}

const isFound = ({ origin, pathPrefix, tenantName, tenantCode, note }: AddressRequest, search: string): boolean =>
  `${origin}${pathPrefix} ${tenantName} ${tenantCode} ${note}`.toLowerCase().includes(search.toLowerCase())

/** The list comes whole, so searching is done here. */
export function useAddressRequests() {
  const list = useList(async (question, signal) => {
    const items = (await ask(signal)).filter((request) => isFound(request, question.search))
    return { items, total: items.length }
  })
  useRefresh(() => list.reload(), lookAgainSeconds)
  return list
}
