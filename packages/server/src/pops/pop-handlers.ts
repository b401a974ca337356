// What an agent's workbench asks of its Web API pages.
import { AppError } from '@openseat/contracts'
import { livingPops, originOf } from '@openseat/domain'
import type { TenantActors } from '../calls/tenant-actors.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { ContextTokens } from './context-token.ts'

export interface PopHandlerParts {
  readonly reader: SettingsReader
  readonly actors: TenantActors
  readonly tokens: ContextTokens
}

export function popHandlers({ reader, actors, tokens }: PopHandlerParts): HandlersOf<'listLivingPops' | 'issueContextToken'> {
  return {
    async listLivingPops({ person }) {
      const config = await reader.routingConfig(person.tenantId)
      const origins = [...new Set(config.allowList.flatMap(({ origin }) => originOf(origin) ?? []))]
      return { items: livingPops(config), separatePops: config.pops.some(({ openMode }) => openMode === 'separate'), origins }
    },
    async issueContextToken({ person, body: { callId, popId } }) {
      const config = await reader.routingConfig(person.tenantId)
      const pop = livingPops(config).find((known) => known.popId === popId)
      const actor = await actors.get(person.tenantId)
      const callData = await actor.query((acd) => acd.callDataOf(callId, person.agentNumber ?? ''))
      if (!pop?.contextToken || pop.blocked || !callData) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
      const facts = { tenant: person.tenantCode, callData, url: pop.url, issuer: config.workbenchOrigin }
      return { token: await tokens.issue(facts) }
    },
  }
}
