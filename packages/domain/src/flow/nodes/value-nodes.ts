// Nodes over values alone: set and condition.
import type { PlainValue } from '../../expression/plain-value.ts'
import { writtenValue } from '../../expression/template.ts'
import { everyKind, type NodeKind, optional, required } from './node-kind.ts'

export const set: NodeKind<'set'> = {
  in: everyKind,
  waits: 'never',
  ends: false,
  branches: () => [...required('next'), ...optional('error')],
  behaviour: ({ rows }, scope) => {
    const made = rows.map(({ to, value }, index) => {
      const row = `config.rows.${index}`
      return { to, read: scope.assigned({ to, toField: `${row}.to`, text: value, textField: `${row}.value` }) }
    })
    return {
      // All of them over the values that were there before.
      enter: (at) => {
        const changes = new Map<string, PlainValue>(made.map(({ to, read }) => [to, read(at)]))
        return { go: 'next', changes, detail: [...changes].map(([to, value]) => `${to} = ${writtenValue(value)}`).join(', ') }
      },
    }
  },
}

export const condition: NodeKind<'condition'> = {
  in: everyKind,
  waits: 'never',
  ends: false,
  branches: ({ rows }) => [...required(...rows.map(({ name }) => name), 'otherwise'), ...optional('error')],
  behaviour: ({ rows }, scope) => {
    const made = rows.map(({ name, when }, index) => {
      const isTwice = rows.findIndex((row) => row.name === name) < index
      if (isTwice) scope.problem('branchTwice', { field: `config.rows.${index}.name`, params: { name } })
      return { name, read: scope.expression(`config.rows.${index}.when`, when, { type: 'bool' }) }
    })
    return { enter: (at) => ({ go: made.find(({ read }) => read(at) === true)?.name ?? 'otherwise' }) }
  },
}
