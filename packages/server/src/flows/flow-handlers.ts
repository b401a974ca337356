// The routes of flows.
import { type FlowDraft, type Language, type RouteName, type RouteResponse } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { actor, mapPage } from '../settings/checks.ts'
import { type Listing, listPage } from '../settings/listing.ts'
import type { Edit } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type FlowCheckParts, flowProblems, shownProblems } from './flow-check.ts'
import { deleteFlow, discardDraft, draftOf, insertFlow, newDocument, readFlow, restoreRevision, saveDraft, written } from './flow-drafts.ts'
import { choicesOf, exportFlow, importFlows, referencesOf, refuseUnusable } from './flow-files.ts'
import type { FlowParts } from './flow-parts.ts'
import { publishFlow } from './flow-publishing.ts'
import { documentOf, flowRow, publishedFacts, revisionRow, type RevisionRow, toFlow, workedOn } from './flow-record.ts'
import { usersOfFlows } from './flow-users.ts'
import { KnownFlows, knownObjects } from './known-objects.ts'

type FlowRoute = Extract<
  RouteName,
  `${string}Flow` | `${string}Flows` | `${string}FlowDraft` | `${string}FlowRevision${string}` | 'checkFlowFile'
>
type Caller = Parameters<typeof actor>[0]

const listing: Listing = {
  searched: [sql`f.name`],
  sorted: { name: sql`f.name`, changedAt: sql`f.draft_at`, id: sql`f.id` },
  first: 'name',
}

export function flowHandlers(given: FlowParts): HandlersOf<Exclude<FlowRoute, 'listCallFlows'>> {
  const parts: FlowCheckParts = { ...given, flows: new KnownFlows() }
  return { ...readHandlers(parts), ...draftHandlers(parts), ...fileHandlers(parts) }
}

type Part<N extends FlowRoute> = (parts: FlowCheckParts) => HandlersOf<N>

const readHandlers: Part<'listFlows' | 'getFlow' | 'listFlowRevisions' | 'getFlowRevision' | 'checkFlow'> = (parts) => {
  const { settings, interfaces } = parts
  return {
    listFlows: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const { kind, state } = query
        let rows = publishedFacts(trx)
        if (kind !== undefined) rows = rows.where('f.kind', '=', kind)
        if (state !== undefined) rows = rows.where(inState[state])
        const page = await listPage(rows, query, listing)
        const users = await usersOfFlows(trx)
        return mapPage(page, (row) => toFlow(row, users))
      }),
    getFlow: ({ person, params }) => settings.read(person.tenantId, (trx) => readFlow(trx, params.id)),
    listFlowRevisions: ({ person, params }) =>
      settings.read(person.tenantId, async (trx) => {
        const { published_revision: published } = await flowRow(trx, params.id)
        const rows = await trx
          .selectFrom('flow_revision')
          .selectAll()
          .where('flow_id', '=', params.id)
          .orderBy('revision', 'desc')
          .execute()
        return { items: rows.map((row) => toRevision(row, published)) }
      }),
    getFlowRevision: ({ person, params }) =>
      settings.read(person.tenantId, async (trx) => {
        const { published_revision: published, name } = await flowRow(trx, params.id)
        const row = await revisionRow(trx, { flowId: params.id, revision: params.revision })
        return { ...toRevision(row, published), document: documentOf(row.document, name) }
      }),
    checkFlow: async ({ person, body, context }) => {
      written(body.document)
      const usable = await interfaces.usableBy(person.tenantId)
      const problems = await settings.read(person.tenantId, (trx) => flowProblems(trx, parts, { ...body, usable }))
      return { problems: shownProblems(problems, body.document, context.language) }
    },
  }
}

const inState = {
  draft: sql<boolean>`f.published_revision is null`,
  published: sql<boolean>`f.published_revision is not null and f.draft is null`,
  changed: sql<boolean>`f.published_revision is not null and f.draft is not null`,
}

function toRevision(row: RevisionRow, published: number | null): Omit<RouteResponse<'getFlowRevision'>, 'document'> {
  return {
    revision: row.revision,
    isPublished: row.revision === published,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.author,
    note: row.note,
    contentHash: row.content_hash,
    nodes: Object.keys(documentOf(row.document, String(row.flow_id)).nodes).length,
  }
}

const draftHandlers: Part<
  'createFlow' | 'deleteFlow' | 'getFlowDraft' | 'saveFlowDraft' | 'discardFlowDraft' | 'publishFlow' | 'restoreFlowRevision'
> = (parts) => {
  const { settings, interfaces } = parts
  const change = <T>(call: Caller, work: (edit: Edit) => Promise<T>): Promise<T> =>
    settings.changeDraft(call.person.tenantId, actor(call), work)
  const draft = async (call: Caller & { readonly params: { readonly id: number } }): Promise<FlowDraft> => {
    const { person, params, context } = call
    const usable = await interfaces.usableBy(person.tenantId)
    return settings.read(person.tenantId, (trx) => readDraft(trx, parts, { id: params.id, usable, language: context.language }))
  }
  return {
    createFlow: (call) =>
      change(call, async (edit) => readFlow(edit.trx, await insertFlow(edit, newDocument(call.body.name, call.body.kind), call.person))),
    deleteFlow: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteFlow(edit, call.params.id)),
    getFlowDraft: draft,
    saveFlowDraft: async (call) => {
      await change(call, (edit) => saveDraft(edit, { ...call.body, id: call.params.id, author: call.person }))
      return draft(call)
    },
    discardFlowDraft: (call) => change(call, (edit) => discardDraft(edit, call.params.id, call.person)),
    publishFlow: async (call) => {
      const { params, body, person, context } = call
      const usable = await interfaces.usableBy(person.tenantId)
      return settings.change(person.tenantId, actor(call), async (edit) => {
        await publishFlow(edit, parts, { ...body, id: params.id, author: person, language: context.language, usable })
        return readFlow(edit.trx, params.id)
      })
    },
    restoreFlowRevision: async (call) => {
      await change(call, (edit) => restoreRevision(edit, { ...call.params, ...call.body, author: call.person }))
      return draft(call)
    },
  }
}

interface DraftWanted {
  readonly id: number
  readonly usable: Awaited<ReturnType<FlowParts['interfaces']['usableBy']>>
  readonly language: Language
}

async function readDraft(trx: TenantTransaction, parts: FlowCheckParts, { id, usable, language }: DraftWanted): Promise<FlowDraft> {
  const row = await flowRow(trx, id)
  const document = await workedOn(trx, row)
  const problems = await flowProblems(trx, parts, { document, flowId: id, usable })
  return { ...draftOf(row, document), problems: shownProblems(problems, document, language) }
}

const fileHandlers: Part<'exportFlow' | 'checkFlowFile' | 'importFlow'> = (parts) => {
  const { settings, interfaces } = parts
  return {
    exportFlow: async (call) => {
      const { person, params, body } = call
      const usable = await interfaces.usableBy(person.tenantId)
      const file = await settings.read(person.tenantId, (trx) => exportFlow(trx, parts, { id: params.id, revision: body.revision, usable }))
      await settings.note(actor(call), { action: 'export', objectType: 'flow', objectId: params.id, after: { flows: file.flows.length } })
      return file
    },
    checkFlowFile: async ({ person, body: { file } }) => {
      refuseUnusable(file)
      const usable = await interfaces.usableBy(person.tenantId)
      const objects = await settings.read(person.tenantId, (trx) => knownObjects(trx, parts, usable))
      const flows = file.flows.map(({ number, document: { name, kind, nodes } }) => ({
        number,
        name,
        kind,
        nodes: Object.keys(nodes).length,
      }))
      return { flows, references: referencesOf(file, objects), choices: choicesOf(objects) }
    },
    importFlow: async (call) => {
      const usable = await interfaces.usableBy(call.person.tenantId)
      return settings.changeDraft(call.person.tenantId, actor(call), async (edit) => {
        const objects = await knownObjects(edit.trx, parts, usable)
        const ids = await importFlows(edit, objects, { ...call.body, author: call.person })
        const flows = []
        for (const id of ids) flows.push(await readFlow(edit.trx, id))
        return { flows }
      })
    },
  }
}
