// Values of a run's variables: of their types, bounded, and apart from secrets.
import { callVariables, type FlowVariableType } from '@openseat/contracts'
import { isOfType, isMap, type PlainMap, type PlainValue } from '../expression/plain-value.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import type { FlowFrame, FlowVars, SecretRef, WaitingRun } from './run.ts'

export const attachedPrefix = 'calldata.'

export const isSecret = (value: PlainValue | SecretRef): value is SecretRef =>
  typeof value === 'object' && value !== null && 'secretRef' in value && typeof value.secretRef === 'string'

/** Undefined: no value of this type. Texts become numbers, numbers texts, and back from `true` and `false`. */
export function fitted(value: PlainValue, type: Exclude<FlowVariableType, 'secret'>): PlainValue | undefined {
  if (isOfType(value, type)) return value
  if (type === 'string') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  if (type === 'number') return numberOf(value)
  if (type === 'bool') return value === 'true' ? true : value === 'false' ? false : undefined
  return undefined
}

function numberOf(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** Names with prototypes of their own: nothing that a contact brings can be one of an object's. */
export function givenOf(variables: Readonly<Record<string, PlainValue>>): PlainMap {
  const given: PlainMap = {}
  for (const name of Object.keys(callVariables)) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value !== undefined && name !== 'language') given[name] = value
  }
  const { calldata } = given
  return { ...given, calldata: calldata !== undefined && isMap(calldata) ? calldata : {} }
}

/** Arguments that do not fit are left out. */
export function initialVars(flow: CompiledFlow, args: ReadonlyMap<string, PlainValue | SecretRef>): FlowVars {
  const vars: Record<string, PlainValue | SecretRef> = {}
  for (const [name, { type, initial }] of flow.variables) {
    const arg = flow.arguments.includes(name) ? args.get(name) : undefined
    const value = (arg === undefined ? undefined : argumentOf(arg, type)) ?? initial
    if (value !== undefined) vars[name] = value
  }
  return vars
}

function argumentOf(arg: PlainValue | SecretRef, type: FlowVariableType): PlainValue | SecretRef | undefined {
  if (isSecret(arg)) return type === 'secret' ? arg : undefined
  return type === 'secret' ? undefined : fitted(arg, type)
}

export function valuesOf(run: Pick<WaitingRun, 'given' | 'language' | 'vars'>): ReadonlyMap<string, PlainValue> {
  const values = new Map<string, PlainValue>(Object.entries({ ...run.given, language: run.language }))
  for (const [name, value] of Object.entries(run.vars)) if (!isSecret(value)) values.set(name, value)
  return values
}

/** Undefined: never keyed. Null: lost with the process that had it. */
export function secretIn({ vars, askedBy }: Pick<WaitingRun, 'vars' | 'askedBy'>, name: string): SecretRef | null | undefined {
  const value = vars[name]
  if (value !== undefined && isSecret(value)) return value
  return askedBy[name] === undefined ? undefined : null
}

export const withoutSecrets = (vars: FlowVars): FlowVars => Object.fromEntries(Object.entries(vars).filter(([, value]) => !isSecret(value)))

/** Of all values of a run as JSON, in characters. */
export const sizeOfValues = (given: PlainMap, frames: readonly Pick<FlowFrame, 'vars'>[]): number =>
  JSON.stringify(given).length + frames.reduce((total, { vars }) => total + JSON.stringify(vars).length, 0)
