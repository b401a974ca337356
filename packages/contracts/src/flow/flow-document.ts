// A flow as it is written down: nodes that name the next one per branch, variables, and apart from them how it is drawn.
// A node that this program cannot read is kept as it came.
import { z } from 'zod'
import { text } from '../fields.ts'
import { flowLimits } from './flow-limits.ts'
import { isObjectName, nodeIdSchema, variableNameSchema } from './flow-names.ts'

export const flowKinds = ['ivr', 'chat', 'verification', 'script'] as const
export type FlowKind = (typeof flowKinds)[number]

export const variableTypes = ['string', 'number', 'bool', 'date', 'list', 'map', 'secret'] as const
export type FlowVariableType = (typeof variableTypes)[number]

export const flowVariableSchema = z.strictObject({
  name: variableNameSchema,
  type: z.enum(variableTypes),
  /** Of the type; left out: not set until a node does. */
  default: z.unknown().optional(),
})
export type FlowVariable = z.output<typeof flowVariableSchema>

const point = z.tuple([z.number().min(-100_000).max(100_000), z.number().min(-100_000).max(100_000)])

/** Everything but the nodes' own settings is checked; those may be half done in a draft. */
export const flowDocumentSchema = z.strictObject({
  schema: z.literal(1),
  kind: z.enum(flowKinds),
  name: text(flowLimits.name),
  start: nodeIdSchema,
  /** Where errors lead that no branch takes; wanted when the flow is published. */
  onError: nodeIdSchema.nullable().default(null),
  variables: z.array(flowVariableSchema).max(flowLimits.variables).default([]),
  /** Variables that a caller of this flow gives, and those that it gets back. */
  arguments: z.array(variableNameSchema).max(flowLimits.variables).default([]),
  results: z.array(variableNameSchema).max(flowLimits.variables).default([]),
  nodes: z
    .record(nodeIdSchema, z.record(z.string(), z.unknown()))
    .refine((nodes) => Object.keys(nodes).length <= flowLimits.nodes, { error: 'flowNodes' }),
  layout: z.record(nodeIdSchema, point).default({}),
  notes: z
    .array(z.strictObject({ at: point, text: text(flowLimits.nodeNote) }))
    .max(flowLimits.notes)
    .default([]),
})
/** As it is stored and sent: JSON. */
export type FlowDocument = z.output<typeof flowDocumentSchema>

/** Of untrusted names: an own property or nothing. */
export const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  isObjectName(name) || !Object.hasOwn(record, name) ? undefined : record[name]
