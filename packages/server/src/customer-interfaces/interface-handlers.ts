// Routes of customer interfaces: the operator's register, its trials, and what tenants may use.
import { errorText, type Language, type ListedInterface } from '@openseat/contracts'
import { maskValue } from '@openseat/domain'
import { mappingProblems } from '@openseat/domain/custom-page/mapping-names'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { localised } from '../http/problem.ts'
import { actor, mapPage } from '../settings/checks.ts'
import { type Listing, listPage } from '../settings/listing.ts'
import type { CustomerInterfaces, LastResult } from './customer-interfaces.ts'
import type { ExchangeParts } from './exchange.ts'
import { type ChangeParts, changeInterface, createInterface, deleteInterface, readRow } from './interface-changes.ts'
import { type InterfaceRow, platformTenant, toInterface } from './interface-rows.ts'
import { tryInterface, tryMapping } from './interface-trial.ts'

const listing: Listing = {
  searched: [sql`i.name`, sql`i.url`],
  sorted: { name: sql`i.name`, url: sql`i.url`, id: sql`i.id` },
  first: 'name',
}

export interface InterfaceHandlerParts extends ChangeParts, ExchangeParts {
  readonly interfaces: Pick<CustomerInterfaces, 'lastOf' | 'usableBy'>
}

type RegisterRoutes = 'getCustomerInterface' | 'createCustomerInterface' | 'changeCustomerInterface' | 'deleteCustomerInterface'
type TrialRoutes = 'testCustomerInterface' | 'mapCustomerAnswer'
type ListRoutes = 'listCustomerInterfaces' | 'listPageInterfaces'

export const interfaceHandlers = (parts: InterfaceHandlerParts): HandlersOf<RegisterRoutes | TrialRoutes | ListRoutes> => ({
  ...listHandlers(parts),
  ...registerHandlers(parts),
  ...trialHandlers(parts),
})

function listHandlers({ settings, platform, interfaces }: InterfaceHandlerParts): HandlersOf<ListRoutes> {
  return {
    listCustomerInterfaces: async ({ query, context }) => {
      const names = new Map((await platform.tenants()).map(({ id, name }) => [id, name]))
      const page = await settings.read(platformTenant, (trx) =>
        listPage(trx.selectFrom('customer_interface as i').selectAll('i'), query, listing),
      )
      return mapPage(page, (row) => listed(row, names, lastWords(interfaces.lastOf(row.id), context.language)))
    },
    listPageInterfaces: async ({ person }) => [...(await interfaces.usableBy(person.tenantId))],
  }
}

function registerHandlers(parts: InterfaceHandlerParts): HandlersOf<RegisterRoutes> {
  const { settings } = parts
  return {
    getCustomerInterface: async ({ params }) => toInterface(await settings.read(platformTenant, (trx) => readRow(trx, params.interfaceId))),
    createCustomerInterface: (call) => settings.change(platformTenant, actor(call), (edit) => createInterface(parts, edit, call.body)),
    changeCustomerInterface: (call) =>
      settings.change(platformTenant, actor(call), (edit) =>
        changeInterface(parts, edit, { id: call.params.interfaceId, input: call.body }),
      ),
    deleteCustomerInterface: (call) =>
      settings.change(platformTenant, actor(call), (edit) => deleteInterface(parts, edit, call.params.interfaceId)),
  }
}

function trialHandlers(parts: InterfaceHandlerParts): HandlersOf<TrialRoutes> {
  return {
    testCustomerInterface: async (call) => {
      const { body, person, context } = call
      const { interfaceId, number, draft } = body
      const row = interfaceId === null ? undefined : await parts.settings.read(platformTenant, (trx) => readRow(trx, interfaceId))
      // Somebody reads what a company knows of a customer.
      const after = { url: draft.url, number: maskValue({ mask: 'lastFour' }, number) }
      await parts.settings.note(actor(call), {
        action: 'test',
        objectType: 'customerInterface',
        objectId: interfaceId ?? draft.name,
        after,
      })
      return tryInterface(parts, { body, row, tenantId: person.tenantId, language: context.language })
    },
    mapCustomerAnswer: ({ body, person: { tenantId }, context: { language } }) => tryMapping(parts, body, { tenantId, language }),
  }
}

function listed(row: InterfaceRow, names: ReadonlyMap<number, string>, last: ListedInterface['last']): ListedInterface {
  const { mapping, sample: _sample, ...settled } = toInterface(row)
  const tenantNames = row.tenant_ids.map((id) => names.get(id) ?? String(id))
  return { ...settled, isMapped: mapping !== null, toCheck: mapping === null ? 0 : mappingProblems(mapping).length, tenantNames, last }
}

function lastWords(last: LastResult | null, language: Language): ListedInterface['last'] {
  if (last === null) return null
  const { at, milliseconds, problem } = last
  return {
    at: at.toISOString(),
    milliseconds,
    problem: problem && errorText(problem.code, language, localised(problem.params, language)),
  }
}
