// One node of a flow, read by the schema of its kind. Apart from the document, so that a browser loads the kinds with the pages that
// show flows alone.
import { z } from 'zod'
import type { FieldProblem } from '../app-error.ts'
import { text, whole } from '../fields.ts'
import { problemsOf } from '../validation.ts'
import { flowLimits } from './flow-limits.ts'
import { nodeIdSchema } from './flow-names.ts'
import { migrateSettings, nodeMigrations, nodeVersion } from './flow-migrations.ts'
import { type FlowNodeKind, isNodeKind, type NodeConfig, nodeConfigs } from './flow-nodes.ts'

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

export type NodeReading =
  | { readonly ok: true; readonly node: FlowNode }
  | { readonly ok: false; readonly reason: 'kind' | 'newer' | 'settings'; readonly problems: readonly FieldProblem[] }

/** A node by its kind's schema, with its defaults and in its newest version; fields of problems are as in `config.prompts.0.text`. */
export function readNode(raw: unknown, migrations = nodeMigrations): NodeReading {
  const frame = nodeFrameSchema.safeParse(raw, { reportInput: true })
  if (!frame.success) return { ok: false, reason: 'settings', problems: problemsOf(frame.error) }
  const { kind } = frame.data
  if (!isNodeKind(kind)) return { ok: false, reason: 'kind', problems: [] }
  const newest = nodeVersion(kind, migrations)
  if (frame.data.v > newest) return { ok: false, reason: 'newer', problems: [] }
  const written = migrateSettings(kind, frame.data, migrations)
  const config = nodeConfigs[kind].safeParse(written, { reportInput: true })
  if (config.success) return { ok: true, node: { ...frame.data, kind, v: newest, config: config.data } as FlowNode }
  const problems = problemsOf(config.error).map((problem) => ({ ...problem, field: `config.${problem.field}` }))
  return { ok: false, reason: 'settings', problems }
}
