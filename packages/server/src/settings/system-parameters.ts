// System parameters (系统级参数): the operator's limits and times for a tenant.

import type { HandlersOf } from '../http/handlers.ts'
import { json } from '../store/schema.ts'
import { actor, nextVersion, type SettingsParts } from './checks.ts'
import { readParameters } from './tenant-facts.ts'
import { existing } from './tenants.ts'

export function systemParameterHandlers(parts: SettingsParts): HandlersOf<'getSystemParameters' | 'setSystemParameters'> {
  return {
    getSystemParameters: async ({ params }) => parts.settings.read(await existing(parts, params.tenantId), readParameters),
    setSystemParameters: async (call) => {
      const tenantId = await existing(parts, call.params.tenantId)
      return parts.settings.change(tenantId, actor(call), async ({ trx, audit }) => {
        const before = await readParameters(trx)
        const change = { parameters: json(call.body), version: nextVersion }
        await trx.updateTable('tenant').set(change).where('id', '=', tenantId).execute()
        audit({ action: 'change', objectType: 'systemParameter', objectId: tenantId, before, after: call.body })
        return call.body
      })
    },
  }
}
