// What is worked on of a flow. A draft may be half done; whoever saves names the state that the change was made from, and is refused
// where somebody else saved since.
import { AppError, type Flow, type FlowDocument, flowLimits, type FlowDraft, flowDocumentSchema } from '@openseat/contracts'
import { refuseIfAny } from '../http/problem.ts'
import { refuseUsed, takenProblem } from '../settings/checks.ts'
import type { Edit } from '../settings/settings.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { flowRow, type FlowRow, lockedFlow, publishedFacts, revisionRow, documentOf, toFlow, workedOn } from './flow-record.ts'
import { usersOfFlows } from './flow-users.ts'

export async function readFlow(trx: TenantTransaction, id: number): Promise<Flow> {
  await flowRow(trx, id)
  return toFlow(await publishedFacts(trx).where('f.id', '=', id).executeTakeFirstOrThrow(), await usersOfFlows(trx))
}

export const draftOf = (row: FlowRow, document: FlowDocument): Omit<FlowDraft, 'problems'> => ({
  flowId: row.id,
  document,
  revision: row.draft_revision,
  isChanged: row.draft !== null,
  changedAt: row.draft_at.toISOString(),
  changedBy: row.draft_author,
})

/** Something to begin with: it can be called, and ends. */
export const newDocument = (name: string, kind: Flow['kind']): FlowDocument =>
  flowDocumentSchema.parse({
    schema: 1,
    kind,
    name,
    start: 'start',
    onError: 'end',
    nodes: {
      start: { kind: 'start', next: { next: 'end' } },
      end: kind === 'verification' ? { kind: 'returnToAgent' } : { kind: 'hangUp' },
    },
    layout: { start: [0, 0], end: [0, 160] },
  })

export interface Author {
  readonly account: string
}

export async function insertFlow({ trx, tenantId, audit }: Edit, document: FlowDocument, author: Author): Promise<number> {
  const { count } = await trx
    .selectFrom('flow')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= flowLimits.flowsPerTenant) throw new AppError('OBJECT_LIMIT', { object: 'flow', max: flowLimits.flowsPerTenant })
  refuseIfAny(await takenProblem(trx, { table: 'flow', column: 'name', value: document.name }))
  const { name, kind } = document
  const { id } = await trx
    .insertInto('flow')
    .values({ tenant_id: tenantId, name, kind, draft: written(document), draft_author: author.account })
    .returning('id')
    .executeTakeFirstOrThrow()
  audit({ action: 'create', objectType: 'flow', objectId: id, after: { name, kind } })
  return id
}

/** As text, or a refusal: it has more bytes than a flow may have. */
export function written(document: FlowDocument): string {
  const text = json(document)
  const max = flowLimits.documentBytes
  if (Buffer.byteLength(text) > max) throw new AppError('FLOW_TOO_LARGE', { name: document.name, max })
  return text
}

export interface DraftSave {
  readonly id: number
  readonly document: FlowDocument
  readonly baseRevision: number
  readonly author: Author
}

/** Written to the audit log when the draft is begun: what is saved while it is worked on is told when it is published. */
export async function saveDraft({ trx, audit }: Edit, { id, document, baseRevision, author }: DraftSave): Promise<void> {
  const row = await lockedFlow(trx, id)
  refuseOther(row, baseRevision)
  const { name, kind } = document
  if (kind !== row.kind) refuseIfAny([{ field: 'document.kind', code: 'FIELD_FIXED', params: { value: kind } }])
  const taken = await takenProblem(trx, { table: 'flow', column: 'name', value: name, except: id })
  refuseIfAny(taken.map((problem) => ({ ...problem, field: 'document.name' })))
  await writeDraft(trx, row, { draft: written(document), name, author })
  if (row.draft === null || name !== row.name)
    audit({ action: 'change', objectType: 'flow', objectId: id, before: { name: row.name }, after: { name, draft: baseRevision + 1 } })
}

export function refuseOther({ draft_revision: revision, name }: FlowRow, baseRevision: number): void {
  if (revision !== baseRevision) throw new AppError('OBJECT_CHANGED', { object: 'flow', name })
}

interface NewDraft {
  readonly draft: string | null
  readonly name: string
  readonly author: Author
}

async function writeDraft(trx: TenantTransaction, row: FlowRow, { draft, name, author }: NewDraft): Promise<void> {
  await trx
    .updateTable('flow')
    .set({
      draft,
      name,
      draft_author: author.account,
      draft_at: new Date(),
      draft_revision: row.draft_revision + 1,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute()
}

export async function discardDraft({ trx, audit }: Edit, id: number, author: Author): Promise<void> {
  const row = await lockedFlow(trx, id)
  if (row.draft === null) return
  if (row.published_revision === null) throw new AppError('FLOW_UNPUBLISHED', { name: row.name })
  const { name } = await workedOn(trx, { ...row, draft: null })
  await writeDraft(trx, row, { draft: null, name, author })
  audit({ action: 'discard', objectType: 'flow', objectId: id, before: { name: row.name, draft: row.draft_revision } })
}

export interface Restoring {
  readonly id: number
  readonly revision: number
  readonly baseRevision: number
  readonly author: Author
}

/** The present name stays: two flows may have changed names since. */
export async function restoreRevision({ trx, audit }: Edit, { id, revision, baseRevision, author }: Restoring): Promise<void> {
  const row = await lockedFlow(trx, id)
  refuseOther(row, baseRevision)
  const stored = await revisionRow(trx, { flowId: id, revision })
  const document = { ...documentOf(stored.document, row.name), name: row.name }
  await writeDraft(trx, row, { draft: written(document), name: row.name, author })
  audit({ action: 'restore', objectType: 'flow', objectId: id, after: { name: row.name, revision } })
}

export async function deleteFlow({ trx, audit }: Edit, id: number): Promise<void> {
  const row = await lockedFlow(trx, id)
  const users = (await usersOfFlows(trx)).get(id) ?? []
  refuseUsed(
    users.map(({ name }) => name),
    { object: 'flow', name: row.name },
  )
  await trx.deleteFrom('flow').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'flow', objectId: id, before: { name: row.name, kind: row.kind } })
}
