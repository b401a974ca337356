// Flows in the database. A document is read by its schema: what a newer program wrote is refused in words.
import { type Flow, type FlowDocument, flowDocumentSchema, type FlowUser, AppError } from '@openseat/contracts'
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { found } from '../settings/checks.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export type FlowRow = Selectable<Schema['flow']>
export type RevisionRow = Selectable<Schema['flow_revision']>

export const flowRow = async (trx: TenantTransaction, id: number): Promise<FlowRow> =>
  found(await trx.selectFrom('flow').selectAll().where('id', '=', id).executeTakeFirst(), 'flow', id)

/** Whoever else changes it waits until this is done. */
export const lockedFlow = async (trx: TenantTransaction, id: number): Promise<FlowRow> =>
  found(await trx.selectFrom('flow').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(), 'flow', id)

export const revisionRow = async (trx: TenantTransaction, of: { flowId: number; revision: number }): Promise<RevisionRow> =>
  found(
    await trx
      .selectFrom('flow_revision')
      .selectAll()
      .where('flow_id', '=', of.flowId)
      .where('revision', '=', of.revision)
      .executeTakeFirst(),
    'flow',
    `${of.flowId}@${of.revision}`,
  )

export function documentOf(stored: unknown, name: string): FlowDocument {
  const parsed = flowDocumentSchema.safeParse(stored)
  if (parsed.success) return parsed.data
  throw new AppError('FLOW_UNREADABLE', { name }, { cause: parsed.error })
}

/** What is worked on: the draft, or what was published where there is none. */
export async function workedOn(trx: TenantTransaction, row: FlowRow): Promise<FlowDocument> {
  if (row.draft !== null) return documentOf(row.draft, row.name)
  const { document } = await revisionRow(trx, { flowId: row.id, revision: row.published_revision ?? 0 })
  return documentOf(document, row.name)
}

/** SHA-256 of what a flow does: how it is drawn and what its author noted beside it is left out. */
export function contentHash({ layout: _layout, notes: _notes, ...does }: FlowDocument): string {
  return createHash('sha256').update(inOrder(does)).digest('hex')
}

/** JSON whose keys stand in order: the same content is the same text. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  )
}

export const publishedFacts = (trx: TenantTransaction) =>
  trx
    .selectFrom('flow as f')
    .leftJoin('flow_revision as r', (join) =>
      join.onRef('r.tenant_id', '=', 'f.tenant_id').onRef('r.flow_id', '=', 'f.id').onRef('r.revision', '=', 'f.published_revision'),
    )
    .select(['f.id', 'f.name', 'f.kind', 'f.published_revision', 'f.draft_at', 'f.draft_author'])
    .select(['r.published_at', 'r.author', sql<boolean>`f.draft is not null`.as('has_draft')])

export interface ListedRow {
  readonly id: number
  readonly name: string
  readonly kind: Flow['kind']
  readonly published_revision: number | null
  readonly draft_at: Date
  readonly draft_author: string
  readonly published_at: Date | null
  readonly author: string | null
  readonly has_draft: boolean
}

export function toFlow(row: ListedRow, users: ReadonlyMap<number, readonly FlowUser[]>): Flow {
  const state = row.published_revision === null ? 'draft' : row.has_draft ? 'changed' : 'published'
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state,
    publishedRevision: row.published_revision,
    publishedAt: row.published_at?.toISOString() ?? null,
    publishedBy: row.author ?? '',
    changedAt: row.draft_at.toISOString(),
    changedBy: row.draft_author,
    users: [...(users.get(row.id) ?? [])],
  }
}
