// Phones (话机): a tenant's SIP accounts. A password is made here, shown once, and kept as digests only. Whoever has a digest
// can register with it, as with the password: they are sealed.

import { createHash } from 'node:crypto'
import { type ObjectOf, phone } from '@openseat/contracts'
import { generatePassword } from '../access/passwords.ts'
import type { SecretBox } from '../access/secret-box.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { actor, nextVersion, type SettingsParts } from './checks.ts'
import { noNetwork, phoneRealm, type NetworkParts } from './network-parts.ts'
import { type PhoneDigests, sealDigests } from './phone-digests.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

type PhoneRoute = 'listPhones' | 'createPhone' | 'changePhone' | 'resetPhonePassword' | 'deletePhone'

export function phoneHandlers(parts: SettingsParts): HandlersOf<PhoneRoute> {
  const { settings, network } = parts
  const phones = phoneChanges(network)
  return {
    ...resourceHandlers(parts, phones, { given: () => undefined }),
    createPhone: async (call) => {
      const password = generatePassword()
      const kept = digests(secretsOf(network), call.body.userName, password)
      const made = await settings.change(call.person.tenantId, actor(call), (edit) => phones.create(edit, call.body, kept))
      return { phone: made, password }
    },
    resetPhonePassword: async (call) => {
      const { id } = call.params
      const password = generatePassword()
      const reset = await settings.change(call.person.tenantId, actor(call), async ({ trx, audit }) => {
        const { userName } = await phones.read(trx, id)
        const kept = digests(secretsOf(network), userName, password)
        await trx
          .updateTable('phone')
          .set({ ...kept, version: nextVersion })
          .where('id', '=', id)
          .execute()
        audit({ action: 'resetPassword', objectType: 'phone', objectId: id })
        return phones.read(trx, id)
      })
      return { phone: reset, password }
    },
  }
}

/** Given: the digests of a new phone's password. */
function phoneChanges(network: NetworkParts | undefined): ResourceChanges<typeof phone, PhoneDigests | undefined> {
  const state = network?.state ?? noNetwork
  return new ResourceChanges<typeof phone, PhoneDigests | undefined>(phone, {
    complete: () => (stored) => ({ registered: stored.enabled && state.isRegistered(stored.userName) }),
    columns: ({ given }) => ({ ...given }),
    users: async (trx, { userName }) => {
      const agents = await trx.selectFrom('agent').select('agent_number').where('phone', '=', userName).orderBy('agent_number').execute()
      return agents.map((agent) => agent.agent_number)
    },
    audited: ({ registered: _registered, ...kept }: ObjectOf<typeof phone>) => kept,
  })
}

/** RFC 7616's HA1 with each algorithm. */
function digests(secrets: SecretBox, userName: string, password: string): PhoneDigests {
  const text = `${userName}:${phoneRealm}:${password}`
  const hash = (algorithm: string): string => createHash(algorithm).update(text, 'utf8').digest('hex')
  return sealDigests(secrets, { user_name: userName, ha1_md5: hash('md5'), ha1_sha256: hash('sha256') })
}

function secretsOf(network: NetworkParts | undefined): SecretBox {
  if (network === undefined) throw new Error('this server has no keys to seal a password with')
  return network.secrets
}
