// What is known of a queue, into variables. What nothing is known of leaves its variable as it is.
import type { PlainValue } from '../../expression/plain-value.ts'
import { type NodeKind, optional, required } from './node-kind.ts'

const facts = ['position', 'waiting', 'agents', 'expectedWaitSeconds'] as const
/** Of every queue: there is a place only in the line, and a wait only where one was seen before. */
const certain: ReadonlySet<string> = new Set(['waiting', 'agents'])

export const queueInfo: NodeKind<'queueInfo'> = {
  in: ['ivr', 'chat'],
  waits: 'never',
  ends: false,
  branches: () => [...required('next'), ...optional('error')],
  behaviour: (config, scope) => {
    const { queueId } = config
    scope.refers({ kind: 'queue', field: 'config.queueId', value: queueId })
    const wanted = facts.flatMap((fact) => {
      const to = config[fact]
      if (to === null) return []
      scope.target(`config.${fact}`, to, { type: 'number', isCertain: certain.has(fact) })
      return [{ fact, to }]
    })
    return {
      enter: ({ context }) => {
        const known = context.queueFacts(queueId)
        if (!known) return { fail: 'noQueue', detail: String(queueId) }
        const changes = new Map<string, PlainValue>()
        for (const { fact, to } of wanted) {
          const value = known[fact]
          if (value !== null) changes.set(to, value)
        }
        const detail = facts.map((fact) => `${fact} ${known[fact] ?? '?'}`).join(', ')
        return { go: 'next', changes, detail }
      },
    }
  },
}
