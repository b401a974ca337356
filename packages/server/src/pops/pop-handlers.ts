// What an agent's workbench asks of its Web API pages.
import { AppError } from '@openseat/contracts'
import { livingPops, originOf } from '@openseat/domain'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { ContextTokens } from './context-token.ts'

export interface PopHandlerParts {
  readonly reader: SettingsReader
  readonly actors: TenantActors
  readonly tokens: ContextTokens
  /** Writes down that a token was made. */
  readonly issued: TokenIssued
}

export type TokenIssued = (person: Person, pop: { readonly callId: string; readonly popId: number }, address: string) => Promise<void>

export function popHandlers({ reader, actors, tokens, issued }: PopHandlerParts): HandlersOf<'listLivingPops' | 'issueContextToken'> {
  return {
    async listLivingPops({ person }) {
      const config = await reader.routingConfig(person.tenantId)
      const origins = [...new Set(config.allowList.flatMap(({ origin }) => originOf(origin) ?? []))]
      return { items: livingPops(config), separatePops: config.pops.some(({ openMode }) => openMode === 'separate'), origins }
    },
    async issueContextToken({ person, context, body: { callId, popId } }) {
      const config = await reader.routingConfig(person.tenantId)
      const pop = livingPops(config).find((known) => known.popId === popId)
      const actor = await actors.get(person.tenantId)
      const callData = await actor.ask('callData', { callId, agentNumber: person.agentNumber ?? '' })
      if (!pop?.contextToken || pop.blocked || !callData) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
      const facts = { tenant: person.tenantCode, callData, url: pop.url, issuer: config.workbenchOrigin }
      await issued(person, { callId, popId }, context.address)
      return { token: await tokens.issue(facts) }
    },
  }
}
