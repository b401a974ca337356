// One key, one branch.
import { asking, type Missed, oneKey } from './asking.ts'
import type { NodeView, Outcome } from '../compiled-flow.ts'
import { type NodeKind, optional, required, spoken } from './node-kind.ts'

export const menu: NodeKind<'menu'> = {
  in: spoken,
  waits: 'input',
  ends: false,
  branches: ({ keys }) => [...required(...keys.map(({ key }) => key), 'noInput', 'invalid'), ...optional('error')],
  behaviour: (config, scope) => {
    const { variable, firstDigitSeconds } = config
    const keys = config.keys.map(({ key }) => key).join('')
    for (const [index, key] of [...keys].entries())
      if (keys.indexOf(key) < index) scope.problem('branchTwice', { field: `config.keys.${index}.key`, params: { name: key } })
    if (variable !== null) scope.target('config.variable', variable)
    const { ask, again } = asking(config, scope)
    const round = (at: NodeView, missed: Missed | null, attempt: number): Outcome => ({
      wait: 'keys',
      asks: [ask(at, missed, oneKey(keys, firstDigitSeconds))],
      attempt,
    })
    return {
      enter: (at) => round(at, null, 0),
      on: (event, at) => {
        if (event.type !== 'keysCollected' || typeof event.value !== 'string') return undefined
        const { outcome, value } = event
        if (outcome === 'ok' && value !== '' && keys.includes(value))
          return { go: value, detail: value, ...(variable === null ? {} : { changes: new Map([[variable, value]]) }) }
        const missed = outcome === 'noInput' ? 'noInput' : 'invalid'
        return again(at) ? round(at, missed, at.attempt + 1) : { go: missed, detail: `${at.attempt + 1}` }
      },
    }
  },
}
