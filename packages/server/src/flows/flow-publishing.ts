// A draft becomes what callers meet. Sub-flows are pinned to the revision that they have at that moment; contacts under way keep
// the revision that they began with.
import { AppError, type FlowDocument, flowLimits, flowProblemText, type FlowProblem, type Language, readNode } from '@openseat/contracts'
import { hasErrors } from '@openseat/domain'
import { sql } from 'kysely'
import type { PageInterface } from '@openseat/contracts'
import type { Edit } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type FlowCheckParts, flowProblems } from './flow-check.ts'
import { type Author, refuseOther, written } from './flow-drafts.ts'
import { contentHash, documentOf, lockedFlow } from './flow-record.ts'

export interface Publishing {
  readonly id: number
  readonly baseRevision: number
  readonly note: string
  readonly acceptWarnings: boolean
  readonly author: Author
  readonly language: Language
  readonly usable: readonly PageInterface[]
}

export async function publishFlow(edit: Edit, parts: FlowCheckParts, wanted: Publishing): Promise<void> {
  const { trx, tenantId, audit } = edit
  const { id, note, author } = wanted
  const row = await lockedFlow(trx, id)
  refuseOther(row, wanted.baseRevision)
  if (row.draft === null) throw new AppError('FLOW_UNCHANGED', { name: row.name })
  const document = await pinned(trx, documentOf(row.draft, row.name))
  refuseProblems(await flowProblems(trx, parts, { document, flowId: id, usable: wanted.usable }), wanted)
  const revision = (await latestRevision(trx, id)) + 1
  const hash = contentHash(document)
  await trx
    .updateTable('flow_revision')
    .set({ retired_at: sql`now()` })
    .where('flow_id', '=', id)
    .where('retired_at', 'is', null)
    .execute()
  await trx
    .insertInto('flow_revision')
    .values({ tenant_id: tenantId, flow_id: id, revision, document: written(document), content_hash: hash, author: author.account, note })
    .execute()
  await trx
    .updateTable('flow')
    .set({ published_revision: revision, draft: null, draft_revision: row.draft_revision + 1, version: row.version + 1 })
    .where('id', '=', id)
    .execute()
  await dropOld(trx, id, revision)
  const before = row.published_revision === null ? {} : { before: { revision: row.published_revision } }
  audit({ action: 'publish', objectType: 'flow', objectId: id, ...before, after: { name: row.name, revision, note, contentHash: hash } })
}

function refuseProblems(problems: readonly FlowProblem[], { acceptWarnings, language }: Publishing): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const told = hasErrors(problems) ? errors : acceptWarnings ? [] : problems
  if (told.length === 0) return
  throw new AppError(
    hasErrors(problems) ? 'FLOW_INVALID' : 'FLOW_WARNINGS',
    { count: told.length },
    {
      problems: told.slice(0, shownAtMost).map((problem) => ({
        field: ['document', ...(problem.nodeId === undefined ? [] : ['nodes', problem.nodeId]), ...(problem.field ?? '').split('.')]
          .filter((part) => part !== '')
          .join('.'),
        code: hasErrors(problems) ? 'FLOW_PROBLEM' : 'FLOW_WARNING',
        params: { text: flowProblemText(problem, language) },
      })),
    },
  )
}

const shownAtMost = 50

async function latestRevision(trx: TenantTransaction, flowId: number): Promise<number> {
  const { latest } = await trx
    .selectFrom('flow_revision')
    .select((eb) => eb.fn.max<number | null>('revision').as('latest'))
    .where('flow_id', '=', flowId)
    .executeTakeFirstOrThrow()
  return latest ?? 0
}

/** Those that follow their sub-flow get its present revision. */
async function pinned(trx: TenantTransaction, document: FlowDocument): Promise<FlowDocument> {
  const rows = await trx.selectFrom('flow').select(['id', 'published_revision']).execute()
  const published = new Map(rows.map(({ id, published_revision: revision }) => [id, revision]))
  const nodes = Object.entries(document.nodes).map(([id, raw]) => {
    const reading = readNode(raw)
    if (!reading.ok || reading.node.kind !== 'subFlow' || !reading.node.config.flow.newest) return [id, raw] as const
    const { config, ...node } = reading.node
    const flow = { ...config.flow, revision: published.get(config.flow.flowId) ?? null }
    return [id, { ...node, config: { ...config, flow } }] as const
  })
  return { ...document, nodes: Object.fromEntries(nodes) }
}

/** The oldest go, but for those that another flow calls. */
async function dropOld(trx: TenantTransaction, flowId: number, revision: number): Promise<void> {
  const last = revision - flowLimits.revisionsKept
  if (last < 1) return
  const calledHere = sql<boolean>`exists (select 1 from flow_revision c where c.tenant_id = flow_revision.tenant_id and
    jsonb_path_exists(c.document::jsonb, '$.nodes.*.config.flow ? (@.flowId == $id && @.revision == $revision)',
      jsonb_build_object('id', flow_revision.flow_id, 'revision', flow_revision.revision)))`
  await trx
    .deleteFrom('flow_revision')
    .where('flow_id', '=', flowId)
    .where('revision', '<=', last)
    .where((eb) => eb.not(calledHere))
    .execute()
}
