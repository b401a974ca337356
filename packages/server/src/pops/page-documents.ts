// The three documents by which a page comes: in a frame, in a window of its own, and what the server knows of its coming.
import type { AllowListRule } from '@openseat/domain'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageHints } from './page-hints.ts'
import { framingDocument, postingDocument, type FramedPage, type PopDocument } from './wrapper-document.ts'

/** A page that whoever asks may see, under the allowlist as it is now. */
export interface ListedPage {
  readonly page: FramedPage
  readonly allowList: readonly AllowListRule[]
  readonly tenantId: number
}

export interface PageDocuments<Params> {
  readonly path: string
  /** Throws for who may not see it. */
  readonly find: (request: FastifyRequest<{ Params: Params }>) => Promise<ListedPage>
  readonly hints: PageHints
  /** The origin that frames the page. */
  readonly framedBy: () => string
}

export function addPageDocuments<Params>(server: FastifyInstance, documents: PageDocuments<Params>): void {
  const { path, find, hints, framedBy } = documents
  type Asked = FastifyRequest<{ Params: Params }>
  server.get(path, async (request, reply) => {
    const { page, allowList } = await find(request as Asked)
    return send(reply, framingDocument(page, allowList))
  })
  server.get(`${path}/window`, async (request, reply) => {
    const { page, allowList } = await find(request as Asked)
    // The page that follows has to stay in the group of windows of the workbench, so that the next contact finds its window.
    reply.header('cross-origin-opener-policy', 'unsafe-none').header('cache-control', 'no-store')
    return page.form ? send(reply, postingDocument(page, allowList)) : reply.redirect(page.url, 303)
  })
  server.get(`${path}/hint`, async (request, reply) => {
    const { page, ...context } = await find(request as Asked)
    // The server asks for no address that holds data of a call; and what a page says to a GET is not what it says to a form.
    const isAsked = page.dataInPath !== true && page.form === null
    const hint = isAsked ? await hints.of({ ...context, url: page.url, framedBy: framedBy() }) : ''
    return reply.header('cache-control', 'no-store').send({ hint })
  })
}

/** A page that is posted to may look at the Origin header, which is `null` where no referrer is allowed. */
const send = (reply: FastifyReply, { html, policy, permissions }: PopDocument): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('permissions-policy', permissions)
    .header('referrer-policy', 'strict-origin')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)
