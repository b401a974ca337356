// What a flow did, on its contact's timeline. Of a very long run the first steps and the last are kept.
import type { TenantState } from '../acd/tenant-state.ts'
import type { ContactFlow } from '../contact/contact-flow.ts'
import type { Contact } from '../contact/contact.ts'
import type { FlowTraceRow } from '../flow/run.ts'

const firstKept = 1_900
const lastKept = 99

export function tellSteps(
  state: TenantState,
  contact: Contact,
  { flow, trace }: { flow: ContactFlow; trace: readonly FlowTraceRow[] },
  now: number,
): void {
  const first = trace.slice(0, Math.max(0, firstKept - flow.stepsTold))
  for (const row of first) addStep(state, contact, { flow, row }, now)
  flow.stepsTold += trace.length
  flow.lastSteps = [...flow.lastSteps, ...trace.slice(first.length)].slice(-lastKept)
}

export function tellLastSteps(state: TenantState, contact: Contact, flow: ContactFlow, now: number): void {
  const leftOut = flow.stepsTold - firstKept - flow.lastSteps.length
  if (leftOut > 0) state.addTimeline(contact, now, { kind: 'flowStepsLeftOut', data: { flowName: flow.name, count: leftOut } })
  for (const row of flow.lastSteps) addStep(state, contact, { flow, row }, now)
}

function addStep(state: TenantState, contact: Contact, { flow, row }: { flow: ContactFlow; row: FlowTraceRow }, now: number): void {
  const { nodeId, kind, title, branch, durationMs, detail } = row
  const data = { flowName: flow.name, flow: row.flow, nodeId, nodeKind: kind, title, branch, durationMs, detail }
  state.addTimeline(contact, now, { kind: 'flowStep', data })
}
