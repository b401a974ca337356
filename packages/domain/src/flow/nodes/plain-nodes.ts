// Nodes that only lead on or end: start, mark, loop, hang up, return, back to the agent.
import { type NodeKind, everyKind, required } from './node-kind.ts'

export const start: NodeKind<'start'> = {
  in: everyKind,
  waits: 'never',
  ends: false,
  branches: () => required('next'),
  behaviour: () => ({ enter: () => ({ go: 'next' }) }),
}

export const mark: NodeKind<'mark'> = {
  in: everyKind,
  waits: 'never',
  ends: false,
  branches: () => required('next'),
  behaviour: ({ name }) => ({ enter: () => ({ go: 'next', detail: name }) }),
}

export const loop: NodeKind<'loop'> = {
  in: ['ivr', 'chat', 'verification'],
  waits: 'never',
  ends: false,
  branches: () => required('again', 'done'),
  behaviour: ({ count }) => ({
    enter: ({ rounds }) => {
      const detail = `${Math.min(rounds + 1, count)}/${count}`
      return rounds < count ? { go: 'again', rounds: rounds + 1, detail } : { go: 'done', rounds: 0, detail }
    },
  }),
}

export const hangUp: NodeKind<'hangUp'> = {
  in: ['ivr', 'chat', 'verification'],
  waits: 'never',
  ends: true,
  branches: () => [],
  behaviour: ({ reason }) => ({ enter: () => ({ end: { kind: 'released', cause: 'flowEnded', reason }, detail: reason }) }),
}

export const returnNode: NodeKind<'return'> = {
  in: everyKind,
  waits: 'never',
  ends: true,
  branches: () => [],
  behaviour: ({ outcome }) => ({ enter: () => ({ leave: outcome }) }),
}

export const returnToAgent: NodeKind<'returnToAgent'> = {
  in: ['ivr', 'verification'],
  waits: 'never',
  ends: true,
  branches: () => [],
  behaviour: () => ({ enter: ({ context }) => (context.hasWayBack ? { end: { kind: 'returned' } } : { fail: 'noWayBack', detail: '' }) }),
}
