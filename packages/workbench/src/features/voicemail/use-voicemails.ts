// The messages of the agent's own queues: the list, and what is done with one of them.
import { voicemailStates, type Voicemail, type VoicemailState } from '@openseat/contracts'
import { ref } from 'vue'
import { failureText } from '../../ui/failure-text.ts'
import { asFailure } from '../../api/api-failure.ts'
import { call } from '../../api/call.ts'
import { showToast } from '../../ui/toasts.ts'
import { listParams, useList } from '../../ui/use-list.ts'

export const stateFilters = ['open', ...voicemailStates] as const

const filtersOf = ({ state, queueId }: Readonly<Record<string, string>>) => ({
  // What is dealt with is out of the way until it is asked for.
  state: stateFilters.find((known) => known === state) ?? 'open',
  ...(queueId !== undefined && /^\d+$/.test(queueId) ? { queueId } : {}),
})

export function useVoicemails() {
  const list = useList<Voicemail>(
    (question, signal) => call('listVoicemails', { query: { ...listParams(question), ...filtersOf(question.filters) }, signal }),
    ['state', 'queueId'],
  )
  /** Ids of those that something is being done with. */
  const busy = ref<readonly number[]>([])

  async function doing(id: number, work: () => Promise<unknown>): Promise<void> {
    if (busy.value.includes(id)) return
    busy.value = [...busy.value, id]
    try {
      await work()
      await list.reload()
    } catch (error) {
      showToast({ text: failureText(asFailure(error)), tone: 'failed' })
      await list.reload()
    } finally {
      busy.value = busy.value.filter((other) => other !== id)
    }
  }

  const change = ({ id }: Voicemail, state: VoicemailState): Promise<void> =>
    doing(id, () => call('changeVoicemail', { params: { id }, body: { state } }))

  /** Takes the message, too: whoever calls back deals with it. */
  const callBack = ({ id, callId, state }: Voicemail): Promise<void> =>
    doing(id, async () => {
      if (state === 'new') await call('changeVoicemail', { params: { id }, body: { state: 'taken' } })
      await call('callBack', { params: { callId } })
    })

  return { list, busy, change, callBack }
}
