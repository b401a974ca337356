// What agents ask of the custom pages in their contacts, and what the page editor asks for its preview.
import { AppError, errorText, type PageView } from '@openseat/contracts'
import { type ClearCard, type CustomerNumber, maskValue, numberKey, partyNumber, shownCard } from '@openseat/domain'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import { tableRecord } from '../data/row-store.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { localised, refuseIfAny } from '../http/problem.ts'
import { actor, unknownReference } from '../settings/checks.ts'
import { readNumbering } from '../settings/region.ts'
import type { Settings } from '../settings/settings.ts'
import type { ContactPage, ContactPages } from './contact-pages.ts'
import { pageSourceProblems } from './custom-pages.ts'
import type { InterfacesForPages, PageCards } from './page-cards.ts'

export interface PageHandlerParts {
  readonly settings: Settings
  readonly actors: TenantActors
  readonly interfaces: InterfacesForPages
  readonly cards: PageCards
  readonly contactPages: ContactPages
  /** Adds a row with all its checks, and its line in the audit log. */
  readonly addRow: HandlersOf<'addTableRow'>['addTableRow']
}

type PageRoute = 'previewCustomPage' | 'readContactPage' | 'revealContactValue' | 'addContactRecord'

export function pageHandlers(parts: PageHandlerParts): HandlersOf<PageRoute> {
  const { actors, settings, contactPages } = parts
  return {
    previewCustomPage: (call) => preview(parts, call),
    readContactPage: async ({ person, params, query, context }) =>
      contactPages.view(await contactPage(actors, person, params), { again: query.again, language: context.language }),
    async revealContactValue(call) {
      const { person, params, body } = call
      const clear = await contactPages.clear(await contactPage(actors, person, params), body)
      if (!clear) throw noPlace('field', body.field)
      const objectId = `${params.callId}/${params.popId}`
      await settings.note(actor(call), { action: 'reveal', objectType: 'customPage', objectId, after: { field: clear.name } })
      return { value: clear.text }
    },
    async addContactRecord(call) {
      const { person, params, body, context } = call
      const page = await contactPage(actors, person, params)
      const tableId = await contactPages.tableOf(page, body.card)
      if (tableId === null) throw noPlace('card', body.card)
      const values = { ...body.values, ...(await indexValue(settings, page, tableId)) }
      await parts.addRow({ ...call, params: { id: tableId }, query: undefined, body: { values } })
      return contactPages.view(page, { again: true, language: context.language })
    },
  }
}

const noPlace = (field: string, place: number): AppError =>
  new AppError('REQUEST_INVALID', { count: 1 }, { problems: [unknownReference(field, place)] })

/** The page of a contact that is, or lately was, this agent's own. */
async function contactPage(
  actors: TenantActors,
  person: Person,
  { callId, popId }: { callId: string; popId: number },
): Promise<ContactPage> {
  const agentNumber = person.agentNumber ?? ''
  const actor = await actors.get(person.tenantId)
  const { pop, callData, customer } = await actor.ask('contactPage', { callId, popId, agentNumber })
  if (!callData || !customer || !pop || pop.framePath !== '' || pop.customPageId === null)
    throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  return { tenantId: person.tenantId, callId, customPageId: pop.customPageId, customer }
}

async function indexValue(settings: Settings, { tenantId, customer }: ContactPage, tableId: number): Promise<Record<string, string>> {
  const { fields, country } = await settings.read(tenantId, (trx) => tableRecord(trx, tableId))
  const index = fields.find(({ indexed }) => indexed)
  return index ? { [index.fieldId]: writtenIn(country, customer) } : {}
}

/** As people of the tenant write it, unless that means another number, or none, in the table's country. */
const writtenIn = (country: string, { number, e164 }: CustomerNumber): string =>
  e164 === null || numberKey(number, country) === e164 ? number : e164

async function preview(
  parts: PageHandlerParts,
  call: Parameters<HandlersOf<'previewCustomPage'>['previewCustomPage']>[0],
): Promise<PageView> {
  const { settings, interfaces, cards } = parts
  const { person, body, context } = call
  const { page, number } = body
  const { tenantId } = person
  const usable = await interfaces.usableBy(tenantId)
  const problems = await settings.read(tenantId, (trx) => pageSourceProblems(trx, page, { usable, published: false }))
  refuseIfAny(problems.map((problem) => ({ ...problem, field: `page.${problem.field}` })))
  const view = (shown: readonly ClearCard[]): PageView => {
    const { name, layout } = page
    return { name, layout, cards: shown.map(shownCard), fetchedAt: new Date().toISOString(), problem: null }
  }
  if (number === null) return view(await cards.sample(tenantId, page.source))
  if (!may(person, 'tableData.read')) throw new AppError('PERMISSION_MISSING', { permission: 'tableData.read' })
  const after = { page: page.name, number: maskValue({ mask: 'lastFour' }, number) }
  await settings.note(actor(call), { action: 'preview', objectType: 'customPage', objectId: page.name, after })
  const { shown, e164, extension } = await settings.read(tenantId, async (trx) => partyNumber(number, await readNumbering(trx)))
  const fetched = await cards.fetch({ tenantId, source: page.source, customer: { number: shown, e164, extension }, reference: 'preview' })
  if ('cards' in fetched) return view(fetched.cards)
  const { code, params } = fetched.problem
  return { ...view([]), fetchedAt: null, problem: errorText(code, context.language, localised(params, context.language)) }
}
