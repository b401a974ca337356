// All functions of the language by name. A receiver is the first argument.
import { celFunctions } from './cel-functions.ts'
import type { Arguments, LanguageFunction, Running } from './function-kinds.ts'
import { ownFunctions } from './own-functions.ts'
import { isOfType, typeOf, type PlainValue } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

const keyOf = (name: string, isMethod: boolean): string => (isMethod ? `.${name}` : name)
const byKey: ReadonlyMap<string, LanguageFunction> = new Map(
  [...celFunctions, ...ownFunctions].map((each) => [keyOf(each.name, each.isMethod), each]),
)

/** Undefined when the language has none of that name with so many arguments, the receiver counted. */
export function functionOf(name: string, isMethod: boolean, count: number): LanguageFunction | undefined {
  const known = byKey.get(keyOf(name, isMethod))
  if (known === undefined || count > known.parameters.length) return undefined
  return count >= known.parameters.length - known.optional ? known : undefined
}

export const isFunctionName = (name: string): boolean => byKey.has(name) || byKey.has(`.${name}`)

export function runFunction(known: LanguageFunction, given: Arguments, running: Running): PlainValue {
  running.meter.step()
  for (const [at, value] of given.entries()) {
    const expected = known.parameters[at] ?? 'any'
    if (!isOfType(value, expected)) throw new EvaluationFault('wrongType', `${known.name}: ${expected} ≠ ${typeOf(value)}`)
  }
  return known.run(given, running)
}
