// CEL as the library's type checker knows it, told of what is ours. It checks; values never pass through it.
import { Environment } from '@marcbachmann/cel-js'
import { celTypes } from './cel-types.ts'
import type { LanguageFunction } from './function-kinds.ts'
import { expressionLimits } from './limits.ts'
import type { ExpressionType } from './plain-value.ts'
import { ownFunctions } from './own-functions.ts'
import { isReservedName } from './reserved-names.ts'

/** JSON's numbers are `double`, whole numbers as they are written `int`: CEL itself lets them be compared, not calculated with. */
const mixed = [
  ...['+', '-', '*', '/', '%'].flatMap((operator) => [`int ${operator} double: double`, `double ${operator} int: double`]),
  'double % double: double',
  'int == double: bool',
  'double in list<int>: bool',
  'int in list<double>: bool',
]

const withNumbers = [
  'string.substring(double): string',
  'string.substring(double, int): string',
  'string.substring(int, double): string',
  'string.substring(double, double): string',
]

const language = made()

function made(): Environment {
  const empty = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false, limits: expressionLimits.parse })
  for (const signature of mixed) empty.registerOperator(signature, typesOnly)
  for (const signature of withNumbers) empty.registerFunction(signature, typesOnly, { async: false })
  for (const each of ownFunctions) {
    for (const signature of signaturesOf(each)) empty.registerFunction(signature, typesOnly, { async: false })
  }
  return empty
}

function signaturesOf({ name, parameters, optional, returns }: LanguageFunction): readonly string[] {
  const types = parameters.map((type) => celTypes[type])
  return Array.from(
    { length: optional + 1 },
    (_each, left) => `${name}(${types.slice(0, types.length - left).join(', ')}): ${celTypes[returns]}`,
  )
}

function typesOnly(): never {
  throw new Error('the library evaluates nothing')
}

const taken: ReadonlySet<string> = new Set(
  (
    'as break cel const continue else false for function google if import in let loop namespace null optional package return true ' +
    'var void while'
  ).split(' '),
)

/** What a variable may be called: a word of the language or a name of JavaScript's is none. */
export const isVariableName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name) && !taken.has(name) && !isReservedName(name)

/** A name that no variable can have is passed over: an expression cannot say it either. */
export function languageWith(names: ReadonlyMap<string, ExpressionType>): Environment {
  const clone = language.clone()
  for (const [name, type] of names) if (isVariableName(name)) clone.registerVariable(name, celTypes[type])
  return clone
}
