// Settings of nodes that an earlier version of the product wrote become today's, one version at a time. What is stored stays as it was
// written: a published revision is never rewritten, it is read anew.
import type { FlowNodeKind } from './flow-nodes.ts'

type Settings = Readonly<Record<string, unknown>>

/** Pure, and patient: a draft's settings may be half done. */
export type NodeMigration = (settings: Settings) => Settings
export type NodeMigrations = Readonly<Partial<Record<FlowNodeKind, readonly NodeMigration[]>>>

/** Per kind, the first leads from version 1 to 2. A kind that is not here has not changed since version 1. */
export const nodeMigrations: NodeMigrations = {}

/** The newest version of a kind's settings that this program reads. */
export const nodeVersion = (kind: FlowNodeKind, migrations: NodeMigrations = nodeMigrations): number => 1 + (migrations[kind]?.length ?? 0)

export function migrateSettings(
  kind: FlowNodeKind,
  written: { readonly v: number; readonly config: Settings },
  migrations: NodeMigrations,
): Settings {
  const steps = migrations[kind]?.slice(written.v - 1) ?? []
  return steps.reduce((settings, step) => step(settings), written.config)
}
