// Contact records: the list with its filters, and one record.
import { directions, type ContactRecord, type ContactSummary } from '@openseat/contracts'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { asFailure, isAbort, type ApiFailure } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { listParams, useList } from '../../ui/use-list.ts'

const filterNames = ['from', 'to', 'direction', 'agentNumber', 'queueId', 'outcome', 'reasonId', 'recording'] as const
const outcomes = ['answered', 'missed'] as const
const recordings = ['kept', 'none'] as const
const isNumber = (value: string | undefined): value is string => value !== undefined && /^\d+$/.test(value)

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined => values.find((known) => known === value)
const isInstant = (value: string | undefined): value is string => value !== undefined && !Number.isNaN(Date.parse(value))
const present = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as T

/** Filters as the route takes them; nonsense in the address is left out. */
export function recordFilters(filters: Readonly<Record<string, string>>) {
  const { from, to, direction, agentNumber, queueId, outcome, reasonId, recording } = filters
  return present({
    from: isInstant(from) ? from : undefined,
    to: isInstant(to) ? to : undefined,
    direction: oneOf(directions, direction),
    agentNumber: agentNumber?.slice(0, 5),
    queueId: isNumber(queueId) ? queueId : undefined,
    outcome: oneOf(outcomes, outcome),
    reasonId: isNumber(reasonId) ? reasonId : undefined,
    recording: oneOf(recordings, recording),
  })
}

export const useRecordList = () =>
  useList<ContactSummary>((question, signal) => {
    const { after, before, filters } = question
    return call('listContacts', { query: { ...listParams(question), ...recordFilters(filters), ...present({ after, before }) }, signal })
  }, filterNames)

/** The record of `callId`, loaded anew when it changes; a slow older answer never replaces a newer one. */
export function useRecord(callId: () => string) {
  const record = shallowRef<ContactRecord | null>(null)
  /** Calls made for the sake of this one: consultations. */
  const related = shallowRef<readonly ContactSummary[]>([])
  const failure = shallowRef<ApiFailure | null>(null)
  let running: AbortController | null = null

  /** What stands there stays until the answer comes. */
  async function reload(): Promise<void> {
    running?.abort()
    running = new AbortController()
    const { signal } = running
    try {
      const found = await call('getContact', { params: { callId: callId() }, signal })
      record.value = found
      failure.value = null
      related.value = (await call('listContacts', { query: { parentCallId: found.callId }, signal })).items
    } catch (error) {
      if (!isAbort(error)) failure.value = asFailure(error)
    }
  }

  function load(): Promise<void> {
    record.value = null
    related.value = []
    failure.value = null
    return reload()
  }

  watch(callId, load, { immediate: true })
  onScopeDispose(() => running?.abort())
  return { record, related, failure, load, reload }
}
