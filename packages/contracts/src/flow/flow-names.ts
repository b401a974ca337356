// Names that a flow's author gives: of nodes, variables and branches. What would mean something else to a program, to an
// expression or to the call's own data is refused.
import { z } from 'zod'
import { text } from '../fields.ts'
import { flowLimits } from './flow-limits.ts'

/** Members that every object of the language has: never a name of ours. */
const ofObjects = [
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'prototype',
  'toLocaleString',
  'toString',
  'valueOf',
]

/** Words of expressions: constants, operators, types and what is kept for later by the language. */
const ofExpressions =
  'as bool break bytes const continue double duration dyn else false for function google if import in int list let loop map namespace null null_type package return size string timestamp true type uint var void while'

/** What a contact brings along, read-only in every flow. `calldata` alone is written, key by key. */
export const callVariables = {
  callerNum: 'string',
  calledNum: 'string',
  callid: 'string',
  mediaType: 'string',
  calldata: 'map',
  /** Of the run: `zh-CN` or `en`. */
  language: 'string',
} as const
export type CallVariable = keyof typeof callVariables

/** In the rows that read an interface's answer. */
export const answerVariable = 'answer'

const reservedNames: ReadonlySet<string> = new Set([
  ...ofObjects,
  ...ofExpressions.split(' '),
  ...Object.keys(callVariables),
  answerVariable,
])

/** Whether a member of this name belongs to the language itself. */
export const isObjectName = (name: string): boolean => ofObjects.includes(name)

export const isReservedName = (name: string): boolean => reservedNames.has(name)

/** Also the names of arguments, results and rows that are given to interfaces. */
export const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_]\w{0,31}$/, { error: 'flowName' })
  .refine((name) => !isReservedName(name), { error: 'flowReserved' })

export const nodeIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, { error: 'flowNodeId' })
  .refine((name) => !isObjectName(name), { error: 'flowReserved' })

/** Names of branches that the author makes: rows of a condition, outcomes of a sub-flow. */
export const branchNameSchema = text(flowLimits.branchName).refine((name) => !isObjectName(name) && !ownBranches.has(name), {
  error: 'flowReserved',
})

const ownBranches: ReadonlySet<string> = new Set(['otherwise', 'error', 'next'])
