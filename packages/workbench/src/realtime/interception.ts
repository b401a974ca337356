// Taking a call over (拦截) asks first: the agent loses the customer at once.
import { i18n } from '../i18n/language.ts'
import type { DangerousAction } from '../ui/dangerous-action.ts'
import { answeredHere } from './answered-here.ts'
import { runOrFail } from './run-or-fail.ts'

export function interception(callId: string): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('desk.intercept.title'),
    consequence: t('desk.intercept.consequence'),
    verb: t('desk.intercept.verb'),
    removes: false,
    perform: async () => {
      answeredHere.value = callId
      await runOrFail({ kind: 'intercept', callId })
    },
  }
}
