// A flow as it is written down: nodes that name the next one per branch, variables, and apart from them how it is drawn.
// A node that this program cannot read is kept as it came.
import { z } from 'zod'
import type { FieldProblem } from '../app-error.ts'
import { text, whole } from '../fields.ts'
import { problemsOf } from '../validation.ts'
import { flowLimits } from './flow-limits.ts'
import { isObjectName, nodeIdSchema, variableNameSchema } from './flow-names.ts'
import { type FlowNodeKind, isNodeKind, type NodeConfig, nodeConfigs, nodeVersion } from './flow-nodes.ts'

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
const next = z.record(z.string().max(flowLimits.branchName.max), nodeIdSchema)

/** What every node has; `config` is the kind's own. */
export const nodeFrameSchema = z.strictObject({
  kind: z.string().max(32),
  v: whole({ min: 1, max: 1_000 }).default(1),
  title: text(flowLimits.nodeTitle).default(''),
  /** A milestone for reports: told in the trace when the node is entered. */
  mark: text(flowLimits.mark).optional(),
  note: text(flowLimits.nodeNote).optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  next: next.default({}),
})

export type FlowNodeOf<K extends FlowNodeKind> = Omit<z.output<typeof nodeFrameSchema>, 'kind' | 'config'> & {
  readonly kind: K
  readonly config: NodeConfig<K>
}
export type FlowNode = { [K in FlowNodeKind]: FlowNodeOf<K> }[FlowNodeKind]

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

export type NodeReading =
  | { readonly ok: true; readonly node: FlowNode }
  | { readonly ok: false; readonly reason: 'kind' | 'newer' | 'settings'; readonly problems: readonly FieldProblem[] }

/** A node by its kind's schema, with its defaults; fields of problems are as in `config.prompts.0.text`. */
export function readNode(raw: unknown): NodeReading {
  const frame = nodeFrameSchema.safeParse(raw, { reportInput: true })
  if (!frame.success) return { ok: false, reason: 'settings', problems: problemsOf(frame.error) }
  const { kind } = frame.data
  if (!isNodeKind(kind)) return { ok: false, reason: 'kind', problems: [] }
  if (frame.data.v > nodeVersion) return { ok: false, reason: 'newer', problems: [] }
  const config = nodeConfigs[kind].safeParse(frame.data.config, { reportInput: true })
  if (config.success) return { ok: true, node: { ...frame.data, kind, config: config.data } as FlowNode }
  const problems = problemsOf(config.error).map((problem) => ({ ...problem, field: `config.${problem.field}` }))
  return { ok: false, reason: 'settings', problems }
}

/** Of untrusted names: an own property or nothing. */
export const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  isObjectName(name) || !Object.hasOwn(record, name) ? undefined : record[name]
