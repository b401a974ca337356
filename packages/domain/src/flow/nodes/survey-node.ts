// A queue's question of satisfaction, answered by one key. The answer is attached data in any case.
import { attachedPrefix } from '../flow-values.ts'
import { asking, type Missed, oneKey } from './asking.ts'
import type { NodeView, Outcome } from '../compiled-flow.ts'
import { type NodeKind, optional, required, spoken } from './node-kind.ts'

export const survey: NodeKind<'survey'> = {
  in: spoken,
  waits: 'input',
  ends: false,
  branches: () => [...required('answered', 'noInput'), ...optional('error')],
  behaviour: (config, scope) => {
    const { queueId, scale, variable, firstDigitSeconds } = config
    scope.refers({ kind: 'queue', field: 'config.queueId', value: queueId })
    if (variable !== null) scope.target('config.variable', variable)
    const { ask, again } = asking(config, scope)
    const collection = oneKey('123456789'.slice(0, scale), firstDigitSeconds)
    const round = (at: NodeView, missed: Missed | null, attempt: number): Outcome => ({
      wait: 'keys',
      asks: [ask(at, missed, collection)],
      attempt,
    })
    return {
      enter: (at) => round(at, null, 0),
      on: (event, at) => {
        if (event.type !== 'keysCollected' || typeof event.value !== 'string') return undefined
        const { outcome, value } = event
        if (outcome !== 'ok') {
          if (again(at)) return round(at, outcome, at.attempt + 1)
          return { go: 'noInput' }
        }
        const changes = new Map([[`${attachedPrefix}satisfaction`, value], ...(variable === null ? [] : [[variable, value] as const])])
        return { go: 'answered', changes, detail: value }
      },
    }
  },
}
