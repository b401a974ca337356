// What a run may spend before it is stopped. Counted since the customer last did something, and for the whole run; in the error
// branch, once and for all.
import { flowBudgets } from '@openseat/contracts'
import type { FlowAsk, FlowSpent } from './run.ts'

export const nothingSpent: FlowSpent = { steps: 0, calls: 0, stepsOfRun: 0, callsOfRun: 0, stepsInError: 0 }

const outside: ReadonlySet<FlowAsk['do']> = new Set(['callInterface', 'readTable', 'signInAgent'])

export const withStep = (spent: FlowSpent, inError: boolean): FlowSpent => ({
  ...spent,
  steps: spent.steps + 1,
  stepsOfRun: spent.stepsOfRun + 1,
  stepsInError: spent.stepsInError + (inError ? 1 : 0),
})

export function withCalls(spent: FlowSpent, asks: readonly FlowAsk[]): FlowSpent {
  const calls = asks.filter((ask) => outside.has(ask.do)).length
  return { ...spent, calls: spent.calls + calls, callsOfRun: spent.callsOfRun + calls }
}

export const sinceInput = (spent: FlowSpent): FlowSpent => ({ ...spent, steps: 0, calls: 0 })

export function isOverspent(spent: FlowSpent, inError: boolean): boolean {
  if (spent.calls > flowBudgets.outsideCalls) return true
  if (inError) return spent.stepsInError > flowBudgets.stepsInError
  if (spent.callsOfRun > flowBudgets.outsideCallsOfRun) return true
  return spent.steps > flowBudgets.steps || spent.stepsOfRun > flowBudgets.stepsOfRun
}
