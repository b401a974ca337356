// The kinds of nodes with their settings. One schema per kind; where references to the tenant's other objects stand, their
// field has the same name in every kind (see flow-references.ts).
import { z } from 'zod'
import { id, text, whole } from '../fields.ts'
import { flowLimits } from './flow-limits.ts'
import { branchNameSchema, variableNameSchema } from './flow-names.ts'
import {
  askingFields,
  expressionSchema,
  flowLanguages,
  keySchema,
  optionalPromptsSchema,
  promptsSchema,
  templateSchema,
} from './flow-prompts.ts'

const rows = <T extends z.ZodType>(row: T) => z.array(row).max(flowLimits.rows)
const pattern = z.string().max(flowLimits.pattern.max).default('')
const variable = variableNameSchema.nullable().default(null)

/** A variable, or `calldata.KEY` for a key of the attached data. */
const targetSchema = z.union([variableNameSchema, z.string().regex(/^calldata\.[A-Za-z_]\w{0,63}$/, { error: 'flowTarget' })])

const play = z.strictObject({
  prompts: promptsSchema,
  /** Null: the run's. */
  language: z.enum(flowLanguages).nullable().default(null),
  interruptible: z.boolean().default(true),
  clearKeys: z.boolean().default(false),
})

const collect = z.strictObject({
  ...askingFields,
  min: whole(flowLimits.digits).default(1),
  max: whole(flowLimits.digits).default(32),
  terminator: z.enum(['#', '*']).nullable().default('#'),
  interDigitSeconds: whole(flowLimits.interDigit).default(flowLimits.interDigit.default),
  /** A regular expression for the whole; empty: any digits. */
  pattern,
  /** What is keyed never reaches the flow: its variable is a secret. */
  secret: z.boolean().default(false),
  /** What was keyed is read out and to be confirmed. */
  repeatBack: z.boolean().default(false),
  variable: variableNameSchema,
})

const menu = z.strictObject({
  ...askingFields,
  keys: z
    .array(z.strictObject({ key: keySchema, title: text(flowLimits.nodeTitle).default('') }))
    .min(1)
    .max(flowLimits.keys),
  /** Where the pressed key is kept. */
  variable,
})

const language = z.strictObject({
  ...askingFields,
  prompts: optionalPromptsSchema,
  /** One without a key: the language from here on. Several: one by key. */
  choices: z
    .array(z.strictObject({ language: z.enum(flowLanguages), key: keySchema.nullable().default(null) }))
    .min(1)
    .max(flowLanguages.length),
})

const set = z.strictObject({ rows: rows(z.strictObject({ to: targetSchema, value: expressionSchema })).min(1) })

const condition = z.strictObject({ rows: rows(z.strictObject({ name: branchNameSchema, when: expressionSchema })).min(1) })

const loop = z.strictObject({ count: whole(flowLimits.loop) })

/** JSON values that a row takes where the answer has none. */
const defaultSchema = z.union([z.string().max(flowLimits.text.max), z.number(), z.boolean(), z.null()])

const interfaceNode = z.strictObject({
  interfaceId: id,
  /** An expression, or the name of a secret. */
  inputs: rows(z.strictObject({ name: variableNameSchema, value: expressionSchema })).default([]),
  /** Expressions over `answer`; without a default, what is not there is an error. */
  mappings: rows(z.strictObject({ to: targetSchema, path: expressionSchema, default: defaultSchema.optional() })).default([]),
  /** Over `answer`: whether the enterprise's service did what it was asked; empty: any answer will do. */
  success: z.string().trim().max(flowLimits.expression.max).default(''),
  timeoutSeconds: whole(flowLimits.interfaceTimeout).default(flowLimits.interfaceTimeout.default),
  /** For calls that may come twice without harm. */
  retries: whole(flowLimits.interfaceRetries).default(flowLimits.interfaceRetries.default),
  waitingPrompts: optionalPromptsSchema,
})

const table = z.strictObject({
  tableId: id,
  /** What the table's index is looked up by. */
  value: expressionSchema,
  columns: rows(z.strictObject({ column: z.string().regex(/^c[1-9]\d{0,5}$/), to: targetSchema })).min(1),
})

const schedule = z.strictObject({ hoursId: id })

const queueInfo = z.strictObject({ queueId: id, position: variable, waiting: variable, agents: variable, expectedWaitSeconds: variable })

const queue = z.strictObject({
  queueId: id,
  /** Null: the queue's own. */
  priority: whole(flowLimits.queuePriority).nullable().default(null),
  maxWaitSeconds: whole(flowLimits.queueWait).nullable().default(null),
  /** How often something is said in between; null: never. */
  announceSeconds: whole(flowLimits.announce).nullable().default(null),
  announcePosition: z.boolean().default(true),
  announceWait: z.boolean().default(false),
  /** Said after them. */
  announcePrompts: optionalPromptsSchema,
  /** A recording; null: the queue's own tone. */
  music: z.string().min(1).max(64).nullable().default(null),
  leaveKey: keySchema.nullable().default(null),
})

const transferTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), agentNumber: templateSchema }),
  z.strictObject({ kind: z.literal('accessCode'), number: templateSchema }),
  z.strictObject({ kind: z.literal('number'), number: templateSchema, callerNumber: templateSchema.nullable().default(null) }),
])

const transfer = z.strictObject({ target: transferTarget, ringSeconds: whole(flowLimits.ring).default(flowLimits.ring.default) })

const voicemail = z.strictObject({
  queueId: id,
  prompts: promptsSchema,
  beep: z.boolean().default(true),
  maxSeconds: whole(flowLimits.voicemail).default(flowLimits.voicemail.default),
  stopKey: keySchema.nullable().default('#'),
})

const messageFields = {
  text: templateSchema,
  buttons: z
    .array(z.strictObject({ value: text({ min: 1, max: 64 }), label: text({ min: 1, max: 64 }) }))
    .max(flowLimits.buttons)
    .default([]),
}

const message = z.strictObject(messageFields)

const ask = z.strictObject({
  ...messageFields,
  waitSeconds: whole(flowLimits.messageWait).default(flowLimits.messageWait.default),
  pattern,
  retries: whole(flowLimits.retries).default(flowLimits.retries.default),
  /** Empty: the question again. */
  invalidText: z.string().max(flowLimits.text.max).default(''),
  variable: variableNameSchema,
})

const survey = z.strictObject({
  ...askingFields,
  queueId: id,
  /** Keys 1 to this one are answers. */
  scale: whole(flowLimits.scale).default(flowLimits.scale.default),
  /** Where the answer is kept; it is attached data in any case, as `satisfaction`. */
  variable,
})

const subFlow = z.strictObject({
  /** `newest`: pinned to the revision that is published when this flow is; else the one named. */
  flow: z.strictObject({
    flowId: id,
    revision: whole({ min: 1, max: 1_000_000 }).nullable().default(null),
    newest: z.boolean().default(true),
  }),
  arguments: rows(z.strictObject({ name: variableNameSchema, value: expressionSchema })).default([]),
  results: rows(z.strictObject({ name: variableNameSchema, to: targetSchema })).default([]),
  /** As the sub-flow's return nodes name them; each is a branch. */
  outcomes: rows(branchNameSchema).min(1).default(['done']),
})

const verifyResult = z.strictObject({
  /** 1 passed, 2 failed, 3 error; in case of `answer`: a map that holds what the service answered. */
  from: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('values'), result: expressionSchema, returns: z.array(templateSchema).max(3).default([]) }),
    z.strictObject({ kind: z.literal('answer'), variable: variableNameSchema }),
  ]),
})

const agentSignIn = z.strictObject({
  as: z.enum(['in', 'out']),
  numberPrompts: promptsSchema,
  pinPrompts: promptsSchema,
  firstDigitSeconds: askingFields.firstDigitSeconds,
  retries: askingFields.retries,
})

const nothing = z.strictObject({}).default({})

export const nodeConfigs = {
  start: nothing,
  play,
  collect,
  menu,
  language,
  set,
  condition,
  loop,
  interface: interfaceNode,
  table,
  schedule,
  queueInfo,
  queue,
  transfer,
  voicemail,
  message,
  ask,
  survey,
  subFlow,
  verifyResult,
  agentSignIn,
  mark: z.strictObject({ name: text(flowLimits.mark) }),
  /** Ends a sub-flow with one of its outcomes; a flow that nobody called ends with it too. */
  return: z.strictObject({ outcome: branchNameSchema.default('done') }),
  hangUp: z.strictObject({ reason: text({ min: 0, max: 64 }).default('') }),
  returnToAgent: nothing,
} as const

export type FlowNodeKind = keyof typeof nodeConfigs
export type NodeConfig<K extends FlowNodeKind> = z.output<(typeof nodeConfigs)[K]>

export const flowNodeKinds = Object.keys(nodeConfigs) as readonly FlowNodeKind[]
export const isNodeKind = (kind: string): kind is FlowNodeKind => Object.hasOwn(nodeConfigs, kind)
