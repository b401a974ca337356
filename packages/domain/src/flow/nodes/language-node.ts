// The language from here on: the only one, or one by key. Who presses nothing keeps the present one.
import { asking, oneKey } from './asking.ts'
import { type NodeKind, optional, required } from './node-kind.ts'

export const language: NodeKind<'language'> = {
  in: ['ivr', 'chat', 'verification'],
  waits: ({ choices }) => (choices.length > 1 ? 'input' : 'never'),
  ends: false,
  branches: () => [...required('next'), ...optional('error')],
  behaviour: (config, scope) => {
    const [only, other] = config.choices
    if (only && !other) return { enter: () => ({ go: 'next', language: only.language, detail: only.language }) }
    for (const [index, { key }] of config.choices.entries()) {
      const field = `config.choices.${index}.key`
      if (key === null) scope.problem('branchUnconnected', { field, params: { branch: '' } })
      else if (config.choices.findIndex((each) => each.key === key) < index) scope.problem('branchTwice', { field, params: { name: key } })
    }
    const collection = oneKey(config.choices.map(({ key }) => key ?? '').join(''), config.firstDigitSeconds)
    const { ask, again } = asking(config, scope)
    return {
      enter: (at) => ({ wait: 'keys', asks: [ask(at, null, collection)] }),
      on: (event, at) => {
        if (event.type !== 'keysCollected') return undefined
        const { outcome, value } = event
        const chosen = outcome === 'ok' ? config.choices.find(({ key }) => key === value) : undefined
        if (chosen) return { go: 'next', language: chosen.language, detail: chosen.language }
        if (!again(at)) return { go: 'next', detail: at.language }
        const missed = outcome === 'noInput' ? 'noInput' : 'invalid'
        return { wait: 'keys', asks: [ask(at, missed, collection)], attempt: at.attempt + 1 }
      },
    }
  },
}
