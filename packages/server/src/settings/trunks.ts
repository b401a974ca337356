// Trunks (中继): the operator's lines to carriers. They are rows of the platform, tenant 0.

import { trunk } from '@openseat/contracts'
import { sql } from 'kysely'
import type { SettingsParts } from './checks.ts'
import { noNetwork, type NetworkParts } from './network-parts.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

export const trunkPassword = 'trunk.password'

export function trunkHandlers(parts: SettingsParts) {
  return resourceHandlers(parts, trunkChanges(parts.network))
}

function trunkChanges(network: NetworkParts | undefined) {
  const live = network?.state ?? noNetwork
  return new ResourceChanges(trunk, {
    facts: { hasPassword: sql`t.password is not null` },
    complete: () => (stored) => {
      const { state, since, calls } = live.trunkStatus(stored.id)
      return { state: stored.enabled ? state : 'disabled', since: since === null ? null : new Date(since).toISOString(), calls }
    },
    // A registering trunk must authenticate.
    missing: ({ input: { mode, password }, before }) =>
      mode === 'registering' && password === '' && before?.hasPassword !== true ? ['password'] : [],
    columns: ({ input: { host, password } }) => ({
      host: host.toLowerCase(),
      // An empty one keeps the present one.
      ...(password === '' ? {} : { password: secretsOf(network).seal(password, trunkPassword) }),
    }),
    users: async (trx, { id }) => {
      const uses = sql<boolean>`${id} = any (trunk_ids)`
      const routes = await trx.selectFrom('outbound_route').select('prefix').where(uses).orderBy('prefix').execute()
      return routes.map(({ prefix }) => `${prefix}*`)
    },
    audited: ({ state: _state, since: _since, calls: _calls, ...kept }) => kept,
    // That the password was changed is said; it itself stands nowhere.
    auditedChange: ({ input: { password } }) => ({ passwordChanged: password !== '' }),
  })
}

function secretsOf(network: NetworkParts | undefined): NetworkParts['secrets'] {
  if (network === undefined) throw new Error('this server has no keys to seal a password with')
  return network.secrets
}
