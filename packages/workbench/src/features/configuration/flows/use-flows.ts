// Flows: the list, making one, deleting, taking one out as a file.
import { flowStates, madeFlowKinds, routes, vocabulary, type Flow } from '@openseat/contracts'
import { asFailure } from '../../../api/api-failure.ts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { failureText } from '../../../ui/failure-text.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { timeText } from '../../../ui/time-text.ts'
import { showToast } from '../../../ui/toasts.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined => values.find((each) => each === value)

export const useFlowList = () =>
  useList(
    (question, signal) => {
      const kind = oneOf(madeFlowKinds, question.filters['kind'])
      const state = oneOf(flowStates, question.filters['state'])
      const query = { ...listParams(question), ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) }
      return call('listFlows', { query, signal })
    },
    ['kind', 'state'],
  )

export const flowDeletion = ({ id, name }: Flow): DangerousAction =>
  deletion(inLanguage(vocabulary.flow), name, () => call('deleteFlow', { params: { id } }))

/** When it was changed last, and by whom. */
export const changeText = ({ changedAt, changedBy }: Flow): string => `${timeText(changedAt)} ${changedBy}`

export interface NewFlow {
  name: string
  kind: (typeof madeFlowKinds)[number]
}

export const useNewFlowForm = (made: (flow: Flow) => void) =>
  useForm<NewFlow>({
    schema: () => routes.createFlow.body,
    values: { name: '', kind: 'ivr' },
    send: async (body) => made(await call('createFlow', { body })),
  })

export async function exportFlow({ id, name }: Pick<Flow, 'id' | 'name'>, revision: number | null = null): Promise<void> {
  try {
    const file = await call('exportFlow', { params: { id }, body: { revision } })
    saveFile(`${name}.flow.json`, `${JSON.stringify(file, null, 2)}\n`, 'application/json')
  } catch (error) {
    showToast({ tone: 'failed', text: failureText(asFailure(error)) })
  }
}
