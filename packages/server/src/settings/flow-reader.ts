// The tenant's published flows as routing needs them, ready to run: those that calls can be sent to, the sub-flows that they name,
// and revisions that calls may still have which began before another one was published.
import { type FlowDocument, flowDocumentSchema, readNode } from '@openseat/contracts'
import { type CompiledFlow, compileFlow, flowRef } from '@openseat/domain'
import type { FlowConfig } from '@openseat/domain/config/routing-config'
import { sql } from 'kysely'
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** No contact is older: what was retired before has none. */
const keptAfterRetirement = '2 days'
/** A flow of 500 nodes is some hundred kilobytes once it is compiled. */
const compiledKept = 500

interface Revision {
  readonly flow_id: number
  readonly revision: number
  readonly document: unknown
  readonly content_hash: string
}

export class FlowReader {
  /** Revisions never change. */
  readonly #compiled = new BoundedMap<string, CompiledFlow>(compiledKept)

  async read(trx: TenantTransaction, tenantId: number): Promise<FlowConfig> {
    const flows = await trx.selectFrom('flow').select(['id', 'name', 'published_revision']).where('kind', '=', 'ivr').execute()
    const published = flows.flatMap(({ id, name, published_revision: revision }) =>
      revision === null ? [] : [[id, { ref: flowRef(id, revision), name }] as const],
    )
    return { published: new Map(published), library: { compiled: await this.#library(trx, tenantId) } }
  }

  /** With the sub-flows that they name, and those that these name. */
  async #library(trx: TenantTransaction, tenantId: number): Promise<Map<string, CompiledFlow>> {
    const compiled = new Map<string, CompiledFlow>()
    for (let found = await current(trx); found.length > 0;) {
      const named = new Map<string, Wanted>()
      for (const row of found) {
        const ref = flowRef(row.flow_id, row.revision)
        const document = flowDocumentSchema.safeParse(row.document)
        // One that a newer program wrote costs its own calls, which are told so, and no others.
        if (!document.success) continue
        compiled.set(ref, this.#compile(`${tenantId}/${ref}/${row.content_hash}`, document.data, ref))
        for (const wanted of subFlowsOf(document.data)) named.set(flowRef(wanted.flowId, wanted.revision), wanted)
      }
      found = await those(
        trx,
        [...named].flatMap(([ref, wanted]) => (compiled.has(ref) ? [] : [wanted])),
      )
    }
    return compiled
  }

  #compile(key: string, document: FlowDocument, ref: string): CompiledFlow {
    const known = this.#compiled.get(key)
    if (known) return known
    const made = compileFlow(document, ref)
    this.#compiled.set(key, made)
    return made
  }
}

interface Wanted {
  readonly flowId: number
  readonly revision: number
}

const revisions = (trx: TenantTransaction) =>
  trx.selectFrom('flow_revision as r').select(['r.flow_id', 'r.revision', 'r.document', 'r.content_hash'])

const current = (trx: TenantTransaction): Promise<Revision[]> =>
  revisions(trx)
    .where(sql<boolean>`r.retired_at is null or r.retired_at > now() - ${keptAfterRetirement}::interval`)
    .execute()

async function those(trx: TenantTransaction, wanted: readonly Wanted[]): Promise<Revision[]> {
  if (wanted.length === 0) return []
  return revisions(trx)
    .where((eb) => eb.or(wanted.map(({ flowId, revision }) => eb.and([eb('r.flow_id', '=', flowId), eb('r.revision', '=', revision)]))))
    .execute()
}

/** As they were pinned when the flow was published. */
function subFlowsOf({ nodes }: FlowDocument): Wanted[] {
  return Object.values(nodes).flatMap((raw) => {
    const reading = readNode(raw)
    if (!reading.ok || reading.node.kind !== 'subFlow') return []
    const { flowId, revision } = reading.node.config.flow
    return revision === null ? [] : [{ flowId, revision }]
  })
}
