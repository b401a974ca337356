// The part of the wiring that brings enterprises' pages: their documents, tokens, checks and the lab. For app.ts alone.
import { steadyNow } from '../runtime/clock.ts'
import type { Env } from '../runtime/env.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Person } from '../access/person.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { PageHints } from '../pops/page-hints.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { AddressOf } from '../http/client-address.ts'
import { addLabDocuments, labHandlers } from '../lab/lab-routes.ts'
import { LabRuns } from '../lab/lab-runs.ts'
import { ContextTokens } from '../pops/context-token.ts'
import { addPopFrames } from '../pops/pop-frames.ts'
import { popHandlers, type TokenIssued } from '../pops/pop-handlers.ts'
import { addPublishedKeys } from '../pops/published-keys.ts'
import { SigningKeys } from '../pops/signing-keys.ts'
import { NightlyChecks } from '../pops/check/nightly-checks.ts'
import { pageCheckHandlers } from '../pops/check/page-check-handlers.ts'
import { PageChecks } from '../pops/check/page-checks.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import { actorOf, type Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'

export interface PageServiceParts {
  readonly database: Database
  readonly settings: Settings
  readonly log: Logger
  readonly env: Pick<Env, 'outsideNetworks'>
  readonly reader: SettingsReader
  readonly actors: TenantActors
  readonly secrets: SecretBox
  readonly personOf: (request: FastifyRequest) => Promise<Person | undefined>
  readonly addressOf: AddressOf
  /** The workbench's own origin. */
  readonly workbenchOrigin: string
}

export function pageServices(parts: PageServiceParts) {
  const { database, settings, log, env, reader, actors, secrets, personOf, addressOf, workbenchOrigin } = parts
  const now = (): number => Date.now()
  const keys = new SigningKeys({ database, secrets, now })
  const tokens = new ContextTokens(keys, now)
  const outside = new OutsideHttp({ networks: env.outsideNetworks })
  const hints = new PageHints(outside, steadyNow)
  const checks = new PageChecks({ settings, outside, workbenchOrigin, now, log })
  const failed = (error: unknown): void => log.error({ err: error }, 'a screen pop could not be checked')
  const nightly = new NightlyChecks({ settings, platform: database.platform, checks, now, failed })
  const allowListOf = reader.allowList.bind(reader)
  const configOf = reader.routingConfig.bind(reader)
  const lab = { runs: new LabRuns(now), workbenchOrigin, allowListOf }
  const issued: TokenIssued = (person, { callId, popId }, address) =>
    settings.note(actorOf(person, address), { action: 'issue', objectType: 'contextToken', objectId: callId, after: { popId } })
  nightly.start()
  return {
    handlers: { ...popHandlers({ reader, actors, tokens, issued }), ...pageCheckHandlers(checks), ...labHandlers(lab) },
    addTo(http: FastifyInstance): void {
      addPopFrames(http, { actors, tokens, issued, addressOf, hints, allowListOf, configOf, personOf, workbenchOrigin })
      addLabDocuments(http, { ...lab, hints, personOf })
      addPublishedKeys(http, keys)
    },
    async close(): Promise<void> {
      outside.close()
      await nightly.close()
    },
  }
}
