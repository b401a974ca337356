// Calls another flow at the revision that was pinned when this one was published, and goes on by the outcome with which it returned.
import type { PlainValue } from '../../expression/plain-value.ts'
import { flowRef, type SecretRef } from '../run.ts'
import { everyKind, type NodeKind, optional, required } from './node-kind.ts'

export const subFlow: NodeKind<'subFlow'> = {
  in: everyKind,
  waits: 'never',
  ends: false,
  branches: ({ outcomes }) => [...required(...outcomes), ...optional('error')],
  behaviour: ({ flow, arguments: args, results, outcomes }, scope) => {
    const { flowId, revision } = flow
    scope.refers({ kind: 'flow', field: 'config.flow', value: revision === null ? flowId : flowRef(flowId, revision) })
    for (const [index, name] of outcomes.entries())
      if (outcomes.indexOf(name) < index) scope.problem('branchTwice', { field: `config.outcomes.${index}`, params: { name } })
    const inputs = args.map(
      ({ name, value }, index) => [name, value.trim(), scope.input(`config.arguments.${index}.value`, value)] as const,
    )
    for (const [index, { to }] of results.entries()) scope.target(`config.results.${index}.to`, to)
    return {
      enter: (at) => {
        if (revision === null) return { fail: 'noFlow', detail: String(flowId) }
        const given = new Map<string, PlainValue | SecretRef>()
        for (const [name, text, read] of inputs) {
          const value = read(at)
          if (value === null && at.secret(text) === null) return { lost: text }
          given.set(name, value)
        }
        return { call: flowRef(flowId, revision), given }
      },
      returned: (outcome, values) => {
        const changes = new Map<string, PlainValue | SecretRef>()
        for (const { name, to } of results) {
          const value = values.get(name)
          if (value !== undefined) changes.set(to, value)
        }
        return { go: outcome, changes, detail: 'returned' }
      },
    }
  },
}
