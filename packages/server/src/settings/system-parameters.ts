// System parameters (系统级参数): the operator's limits and times for a tenant.

import type { VersionedParameters } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, refuseStale, type SettingsParts } from './checks.ts'
import { readParameters } from '../store/tenant-facts.ts'
import { existing } from './tenants.ts'

export function systemParameterHandlers(parts: SettingsParts): HandlersOf<'getSystemParameters' | 'setSystemParameters'> {
  return {
    getSystemParameters: async ({ params }) => parts.settings.read(await existing(parts, params.tenantId), readVersioned),
    setSystemParameters: async (call) => {
      const tenantId = await existing(parts, call.params.tenantId)
      return parts.settings.change(tenantId, actor(call), async ({ trx, audit }) => {
        const { version: expected, ...after } = call.body
        const { version, ...before } = await readVersioned(trx)
        refuseStale({ version }, expected, { object: 'systemParameter', name: String(tenantId) })
        const change = { parameters: json(after), parameters_version: sql<number>`parameters_version + 1` }
        await trx.updateTable('tenant').set(change).where('id', '=', tenantId).execute()
        audit({ action: 'change', objectType: 'systemParameter', objectId: tenantId, before, after })
        return readVersioned(trx)
      })
    },
  }
}

async function readVersioned(trx: TenantTransaction): Promise<VersionedParameters> {
  const { version } = await trx.selectFrom('tenant').select('parameters_version as version').executeTakeFirstOrThrow()
  return { ...(await readParameters(trx)), version }
}
