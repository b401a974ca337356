// What the tenant has, for flows to name: ids and codes to check references by, names to tell them by.
import type { FlowFile, PageInterface } from '@openseat/contracts'
import { flowFactsOf, type FlowFacts, type KnownFlow, type KnownReferences } from '@openseat/domain'
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { FlowParts } from './flow-parts.ts'
import { documentOf, revisionRow } from './flow-record.ts'

type Names = ReadonlyMap<number, string>

export interface KnownTableNames {
  readonly name: string
  readonly isPublished: boolean
  /** By field id. */
  readonly columns: ReadonlyMap<string, string>
}

export interface KnownObjects {
  readonly queues: Names
  readonly interfaces: Names
  readonly workingHours: Names
  readonly tables: ReadonlyMap<number, KnownTableNames>
  readonly prompts: ReadonlyMap<string, string>
}

export type NamedKind = keyof KnownObjects & keyof FlowFile

export async function knownObjects(
  trx: TenantTransaction,
  { speech }: Pick<FlowParts, 'speech'>,
  usable: readonly PageInterface[],
): Promise<KnownObjects> {
  const queues = await trx.selectFrom('skill_queue').select(['id', 'name']).execute()
  const hours = await trx.selectFrom('working_hours').select(['id', 'name']).execute()
  const tables = await trx.selectFrom('base_table').select(['id', 'name', 'status', 'fields']).execute()
  return {
    queues: byId(queues),
    interfaces: byId(usable),
    workingHours: byId(hours),
    tables: new Map(
      tables.map(({ id, name, status, fields }) => [
        id,
        { name, isPublished: status === 'published', columns: new Map(fields.map((field) => [field.fieldId, field.name])) },
      ]),
    ),
    prompts: await speech.prompts(trx),
  }
}

const byId = (rows: readonly { readonly id: number; readonly name: string }[]): Names => new Map(rows.map(({ id, name }) => [id, name]))

export const knownReferences = (
  objects: KnownObjects,
  { ownId, speaks, flows }: Pick<KnownReferences, 'ownId' | 'speaks' | 'flows'>,
): KnownReferences => ({
  ownId,
  speaks,
  flows,
  queues: new Set(objects.queues.keys()),
  interfaces: new Set(objects.interfaces.keys()),
  workingHours: new Set(objects.workingHours.keys()),
  prompts: new Set(objects.prompts.keys()),
  tables: new Map([...objects.tables].map(([id, { isPublished, columns }]) => [id, { isPublished, columns: new Set(columns.keys()) }])),
})

/** What is to be known of flows to call them. Revisions never change, and neither do their facts. */
export class KnownFlows {
  readonly #facts = new BoundedMap<string, FlowFacts>(2_000)

  async read(trx: TenantTransaction): Promise<ReadonlyMap<number, KnownFlow>> {
    const flows = await trx.selectFrom('flow').select(['id', 'name', 'kind', 'published_revision']).execute()
    const rows = await trx.selectFrom('flow_revision').select(['flow_id', 'revision', 'content_hash', 'tenant_id']).execute()
    const revisions = new Map<number, [number, FlowFacts][]>()
    for (const row of rows) {
      const known = revisions.get(row.flow_id) ?? []
      known.push([row.revision, await this.#factsOf(trx, row)])
      revisions.set(row.flow_id, known)
    }
    return new Map(
      flows.map(({ id, name, kind, published_revision: publishedRevision }) => [
        id,
        { name, kind, publishedRevision, revisions: new Map(revisions.get(id)) },
      ]),
    )
  }

  async #factsOf(trx: TenantTransaction, row: RevisionKey): Promise<FlowFacts> {
    const key = `${row.tenant_id}/${row.flow_id}@${row.revision}/${row.content_hash}`
    const known = this.#facts.get(key)
    if (known) return known
    const { document } = await revisionRow(trx, { flowId: row.flow_id, revision: row.revision })
    const made = flowFactsOf(documentOf(document, key))
    this.#facts.set(key, made)
    return made
  }
}

interface RevisionKey {
  readonly tenant_id: number
  readonly flow_id: number
  readonly revision: number
  readonly content_hash: string
}
