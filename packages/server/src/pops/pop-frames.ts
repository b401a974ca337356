// Where the workbench gets its pops' documents: for the agent whose contact it is, and only while the address is listed.
// The context token is made here, when the page is opened: it would be too old for one that is opened later.
import { AppError } from '@openseat/contracts'
import { isListed, livingPops, tokenMark, type AllowListRule, type RoutingConfig } from '@openseat/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../access/person.ts'
import type { PageHints } from './page-hints.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { ContextTokens } from './context-token.ts'
import type { AddressOf } from '../http/client-address.ts'
import type { TokenIssued } from './pop-handlers.ts'
import { addPageDocuments, type ListedPage } from './page-documents.ts'

export interface PopFrameParts {
  readonly actors: TenantActors
  readonly tokens: ContextTokens
  readonly issued: TokenIssued
  readonly addressOf: AddressOf
  readonly hints: PageHints
  /** As they are now, whatever the contact began with. */
  readonly allowListOf: (tenantId: number) => Promise<readonly AllowListRule[]>
  readonly configOf: (tenantId: number) => Promise<RoutingConfig>
  readonly personOf: (request: FastifyRequest) => Promise<Person | undefined>
  /** The workbench's own origin. */
  readonly workbenchOrigin: string
}

interface PopParams {
  readonly callId: string
  readonly popId: string
}

type PopRequest = FastifyRequest<{ Params: PopParams }>
type LivingRequest = FastifyRequest<{ Params: Pick<PopParams, 'popId'> }>

export function addPopFrames(server: FastifyInstance, parts: PopFrameParts): void {
  const framedBy = (): string => parts.workbenchOrigin
  const find = (request: PopRequest): Promise<ListedPage> => contactPage(request, parts)
  addPageDocuments<PopParams>(server, { ...parts, framedBy, path: '/pop/:callId/:popId', find })
  const findLiving = (request: LivingRequest): Promise<ListedPage> => livingPage(request, parts)
  addPageDocuments<Pick<PopParams, 'popId'>>(server, { ...parts, framedBy, path: '/pop/living/:popId', find: findLiving })
}

async function contactPage(request: PopRequest, parts: PopFrameParts): Promise<ListedPage> {
  const person = await agentBehind(request, parts)
  const { callId, popId } = request.params
  const actor = await parts.actors.get(person.tenantId)
  const agentNumber = person.agentNumber ?? ''
  const { pop, callData } = await actor.ask('contactPage', { callId, popId: Number(popId), agentNumber })
  if (!pop || pop.framePath === '' || !callData) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  const scope = await listed(person, pop.url, parts)
  if (!pop.contextToken) return { page: pop, ...scope }
  await parts.issued(person, { callId, popId: Number(popId) }, parts.addressOf(request.raw))
  const token = await parts.tokens.issue({ tenant: person.tenantCode, callData, url: pop.url, issuer: parts.workbenchOrigin })
  const form = pop.form?.map((field) => (field.value === tokenMark ? { ...field, value: token } : field)) ?? null
  return { page: { ...pop, url: pop.url.replaceAll(tokenMark, token), form }, ...scope }
}

async function livingPage(request: LivingRequest, parts: PopFrameParts): Promise<ListedPage> {
  const person = await agentBehind(request, parts)
  const { popId } = request.params
  const pop = livingPops(await parts.configOf(person.tenantId)).find((known) => known.popId === Number(popId))
  if (!pop) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  const scope = await listed(person, pop.url, parts)
  return { page: { callId: '', popId: pop.popId, name: pop.name, url: pop.url, form: null, grants: pop.grants }, ...scope }
}

async function agentBehind(request: FastifyRequest, { personOf }: PopFrameParts): Promise<Person> {
  const person = await personOf(request)
  if (!person) throw new AppError('LOGIN_REQUIRED')
  return person
}

async function listed({ tenantId }: Person, url: string, { allowListOf }: PopFrameParts) {
  const allowList = await allowListOf(tenantId)
  if (!isListed(allowList, url)) throw new AppError('ADDRESS_NOT_LISTED', { origin: new URL(url).origin })
  return { tenantId, allowList }
}
