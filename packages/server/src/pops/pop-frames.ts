// Where the workbench gets its pops' documents: for the agent whose contact it is, and only while the address is listed.
// The context token is made here, when the page is opened: it would be too old for one that is opened later.
import { AppError } from '@openseat/contracts'
import { isListed, livingPops, tokenMark, type AllowListRule, type RoutingConfig } from '@openseat/domain'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../access/person.ts'
import { FrameVerdicts } from '../calls/frame-verdict.ts'
import type { TenantActors } from '../calls/tenant-actors.ts'
import type { ContextTokens } from './context-token.ts'
import { framingDocument, postingDocument, type FramedPage, type PopDocument } from './wrapper-document.ts'

export interface PopFrameParts {
  readonly actors: TenantActors
  readonly tokens: ContextTokens
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

interface ListedPage {
  readonly page: FramedPage
  readonly allowList: readonly AllowListRule[]
}

export function addPopFrames(server: FastifyInstance, parts: PopFrameParts): void {
  const verdicts = new FrameVerdicts(() => Date.now())
  const verdictOf = async ({ page: { url }, allowList }: ListedPage) => ({
    verdict: await verdicts.of({ url, allowList, framedBy: parts.workbenchOrigin }),
  })
  server.get<{ Params: PopParams }>('/pop/:callId/:popId', async (request, reply) => {
    const { page, allowList } = await contactPage(request, parts)
    return send(reply, framingDocument(page, allowList))
  })
  server.get<{ Params: PopParams }>('/pop/:callId/:popId/window', async (request, reply) => {
    const { page, allowList } = await contactPage(request, parts)
    // The page that follows has to stay in the group of windows of the workbench, so that the next contact finds its window.
    reply.header('cross-origin-opener-policy', 'unsafe-none').header('cache-control', 'no-store')
    return page.form ? send(reply, postingDocument(page, allowList)) : reply.redirect(page.url, 303)
  })
  server.get<{ Params: PopParams }>('/pop/:callId/:popId/verdict', async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await verdictOf(await contactPage(request, parts))),
  )
  server.get<{ Params: Pick<PopParams, 'popId'> }>('/pop/living/:popId', async (request, reply) => {
    const { page, allowList } = await livingPage(request, parts)
    return send(reply, framingDocument(page, allowList))
  })
  server.get<{ Params: Pick<PopParams, 'popId'> }>('/pop/living/:popId/verdict', async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await verdictOf(await livingPage(request, parts))),
  )
}

/** A page that is posted to may look at the Origin header, which is `null` where no referrer is allowed. */
const send = (reply: FastifyReply, { html, policy }: PopDocument): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'strict-origin')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)

async function contactPage(request: PopRequest, parts: PopFrameParts): Promise<ListedPage> {
  const person = await agentBehind(request, parts)
  const { callId, popId } = request.params
  const actor = await parts.actors.get(person.tenantId)
  const agentNumber = person.agentNumber ?? ''
  const [pop, callData] = await actor.query((acd) => [acd.popOf(callId, Number(popId), agentNumber), acd.callDataOf(callId, agentNumber)])
  if (!pop || !callData) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  const { allowList } = await listed(person, pop.url, parts)
  if (!pop.contextToken) return { page: pop, allowList }
  const token = await parts.tokens.issue({ callData, url: pop.url, issuer: parts.workbenchOrigin })
  const form = pop.form?.map((field) => (field.value === tokenMark ? { ...field, value: token } : field)) ?? null
  return { page: { ...pop, url: pop.url.replaceAll(tokenMark, token), form }, allowList }
}

async function livingPage(request: LivingRequest, parts: PopFrameParts): Promise<ListedPage> {
  const person = await agentBehind(request, parts)
  const { popId } = request.params
  const pop = livingPops(await parts.configOf(person.tenantId)).find((known) => known.popId === Number(popId))
  if (!pop) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  const { allowList } = await listed(person, pop.url, parts)
  return { page: { callId: '', popId: pop.popId, name: pop.name, url: pop.url, form: null }, allowList }
}

async function agentBehind(request: FastifyRequest, { personOf }: PopFrameParts): Promise<Person> {
  const person = await personOf(request)
  if (!person) throw new AppError('LOGIN_REQUIRED')
  return person
}

async function listed({ tenantId }: Person, url: string, { allowListOf }: PopFrameParts) {
  const allowList = await allowListOf(tenantId)
  if (!isListed(allowList, url)) throw new AppError('ADDRESS_NOT_LISTED', { origin: new URL(url).origin })
  return { allowList }
}
