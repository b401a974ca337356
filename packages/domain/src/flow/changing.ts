// New values of variables and of the attached data: all of what a node changes, or nothing.
import { flowLimits } from '@openseat/contracts'
import { isMap, type PlainMap, type PlainValue } from '../expression/plain-value.ts'
import { writtenValue } from '../expression/template.ts'
import type { NewValues, CompiledFlow } from './compiled-flow.ts'
import { attachedPrefix, fitted, isSecret, sizeOfValues } from './flow-values.ts'
import type { FlowFault, FlowVars, SecretRef, WaitingRun } from './run.ts'

export interface Changed {
  readonly vars: FlowVars
  readonly given: PlainMap
  readonly askedBy: Readonly<Record<string, string>>
  /** New keys of the attached data. */
  readonly attached: Readonly<Record<string, string>>
}

type Value = PlainValue | SecretRef

export function changed(
  run: WaitingRun,
  flow: CompiledFlow | undefined,
  changes: NewValues,
): Changed | { fail: FlowFault; detail: string } {
  const vars: Record<string, Value> = { ...run.vars }
  const attached: Record<string, string> = {}
  const askedBy = { ...run.askedBy }
  for (const [target, value] of changes) {
    if (target.startsWith(attachedPrefix)) {
      attached[target.slice(attachedPrefix.length)] = isSecret(value) ? '' : writtenValue(value)
      continue
    }
    const kept = fitting(flow, target, value)
    if (kept === undefined) return { fail: 'valueType', detail: target }
    vars[target] = kept
    if (isSecret(kept)) askedBy[target] = run.nodeId
  }
  const given = Object.keys(attached).length === 0 ? run.given : withAttached(run.given, attached)
  if (sizeOfValues(given, [...run.frames, { vars }]) > flowLimits.valuesBytes) return { fail: 'valuesTooLarge', detail: '' }
  return { vars, given, askedBy, attached }
}

function withAttached(given: PlainMap, attached: Readonly<Record<string, string>>): PlainMap {
  const { calldata } = given
  return { ...given, calldata: { ...(calldata !== undefined && isMap(calldata) ? calldata : {}), ...attached } }
}

function fitting(flow: CompiledFlow | undefined, name: string, value: Value): Value | undefined {
  const type = flow?.variables.get(name)?.type
  if (type === undefined) return undefined
  if (isSecret(value)) return type === 'secret' ? value : undefined
  return type === 'secret' ? undefined : fitted(value, type)
}
