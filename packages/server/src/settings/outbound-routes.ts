// Outbound routes (外呼路由): which trunks a dialled number leaves by, and what becomes of its digits.

import { type FieldProblem, outboundRoute } from '@openseat/contracts'
import { sql } from 'kysely'
import { type SettingsParts, unknownReference } from './checks.ts'
import { type Proposal, ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

const routes = new ResourceChanges(outboundRoute, {
  facts: {
    trunkNames: sql`(select coalesce(array_agg(u.name order by array_position(t.trunk_ids, u.id)), '{}')
      from trunk u where u.tenant_id = t.tenant_id and u.id = any (t.trunk_ids))`,
  },
  check: problemsOf,
})

export const outboundRouteHandlers = (parts: SettingsParts) => resourceHandlers(parts, routes)

/** The prefix stands once, also the empty one, and its trunks exist, each once. */
async function problemsOf({ edit: { trx }, input, before }: Proposal<typeof outboundRoute, undefined>): Promise<FieldProblem[]> {
  const { prefix, trunkIds } = input
  const others = trx.selectFrom('outbound_route').select('id').where('prefix', '=', prefix)
  const same = await others.where('id', '<>', before?.id ?? 0).executeTakeFirst()
  const trunks = await trx.selectFrom('trunk').select(['id', 'name']).where('id', 'in', trunkIds).execute()
  const problems: FieldProblem[] = same === undefined ? [] : [{ field: 'prefix', code: 'FIELD_TAKEN', params: { value: `${prefix}*` } }]
  for (const [index, id] of trunkIds.entries()) {
    const field = `trunkIds.${index}`
    const trunk = trunks.find((row) => row.id === id)
    if (trunk === undefined) problems.push(unknownReference(field, id))
    else if (trunkIds.indexOf(id) < index) problems.push({ field, code: 'FIELD_TAKEN', params: { value: trunk.name } })
  }
  return problems
}
