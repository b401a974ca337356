// What a contact's timeline says of numbers, for those who may not see them whole.
import { agentNumberSchema, type TimelineEntry } from '@openseat/contracts'
import { maskNumber } from '@openseat/domain'

/** Facts of an entry that may be numbers of customers or of outside parties. */
const numberFacts = ['calledNumber', 'to', 'number'] as const

/** Only an agent's own number stays: short outside numbers, `+86…`, `*` and `#` are hidden like all others. */
export function maskedFacts({ kind, data }: Pick<TimelineEntry, 'kind' | 'data'>): TimelineEntry['data'] {
  if (kind === 'arrived') return data
  const masked = numberFacts.flatMap((fact) => {
    const value = data[fact]
    return typeof value === 'string' && isNumber.test(value) && !isAgent(kind, value) ? [[fact, maskNumber(value)] as const] : []
  })
  return { ...data, ...Object.fromEntries(masked), ...maskedDetail(data) }
}

/** What a flow's step says of values may hold numbers anywhere. */
function maskedDetail({ detail }: TimelineEntry['data']): { readonly detail?: string } {
  return typeof detail === 'string' ? { detail: detail.replace(/\+?\d{5,}/g, maskNumber) } : {}
}

/** Names of queues have letters. */
const isNumber = /^[+\d*#\s()./-]+$|^sips?:|^tel:/i

/** A call that was handed on outside leads to no agent. */
const isAgent = (kind: TimelineEntry['kind'], value: string): boolean =>
  kind !== 'transferred' && agentNumberSchema.safeParse(value).success
