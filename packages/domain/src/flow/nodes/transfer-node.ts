// Hands the contact to an agent, an access code or a number outside. The run ends when somebody answers.
import type { NodeConfig } from '@openseat/contracts'
import type { FlowTransferTarget } from '../run.ts'
import { type NodeKind, optional, required } from './node-kind.ts'
import type { Read, Scope } from './scope.ts'

export const transfer: NodeKind<'transfer'> = {
  in: ['ivr'],
  waits: 'outside',
  ends: true,
  branches: ({ target }) => [
    ...(target.kind === 'accessCode' ? required('refused') : required('busy', 'noAnswer', 'refused')),
    ...optional('error', ...(target.kind === 'accessCode' ? ['busy', 'noAnswer'] : [])),
  ],
  behaviour: ({ target, ringSeconds }, scope) => {
    const read = targetOf(target, scope)
    return {
      enter: (at) => ({ wait: 'transfer', asks: [{ do: 'transfer', target: read(at), ringSeconds }] }),
      on: (event) => {
        if (event.type !== 'transferEnded') return undefined
        return event.outcome === 'answered' ? { end: { kind: 'transferred' }, detail: event.outcome } : { go: event.outcome }
      },
    }
  },
}

function targetOf(target: NodeConfig<'transfer'>['target'], scope: Scope): Read<FlowTransferTarget> {
  if (target.kind === 'agent') {
    const agentNumber = scope.template('config.target.agentNumber', target.agentNumber)
    return (at) => ({ kind: 'agent', agentNumber: agentNumber(at).trim() })
  }
  const number = scope.template('config.target.number', target.number)
  if (target.kind === 'accessCode') return (at) => ({ kind: 'accessCode', number: number(at).trim() })
  const caller = target.callerNumber === null ? null : scope.template('config.target.callerNumber', target.callerNumber)
  return (at) => ({ kind: 'number', number: number(at).trim(), callerNumber: caller?.(at).trim() ?? null })
}
