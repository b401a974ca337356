// The lab by itself, for page authors: no log-in, no database, no telephone. It listens on loopback, and may open the pages
// of the addresses that it was started with, and nothing else.
import { AppError, routes, type RouteBody } from '@openseat/contracts'
import { isListed, type AllowListRule } from '@openseat/domain'
import fastify, { type FastifyInstance } from 'fastify'
import { foreignOrigin } from '../access/origin.ts'
import { intranet } from '../adapters/outside-http/address-kinds.ts'
import { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { PageHints } from '../pops/page-hints.ts'
import { steadyNow } from '../runtime/clock.ts'
import { knownBodyBytes } from '../http/body-limits.ts'
import { addErrorReplies } from '../http/error-replies.ts'
import { addPageScript } from '../http/page-script.ts'
import { parseRequest } from '../http/parse-request.ts'
import { refuseIfAny } from '../http/problem.ts'
import { addSecurityHeaders } from '../http/security-headers.ts'
import { addWorkbench } from '../http/workbench-files.ts'
import { addPageDocuments } from '../pops/page-documents.ts'
import { addPublishedKeys } from '../pops/published-keys.ts'
import { addressProblems } from '../settings/screen-pops.ts'
import { LabRuns } from './lab-runs.ts'
import { labPath } from './passing-key.ts'

export interface LabServerOptions {
  readonly port: number
  /** Pages that may be opened, by their origins. */
  readonly origins: readonly string[]
}

const owner = 'author'

export interface LabServer {
  readonly origin: string
  close(): Promise<void>
}

/** Port 0 takes any free one. */
export async function openLab({ port, origins }: LabServerOptions): Promise<LabServer> {
  const server = fastify({ bodyLimit: knownBodyBytes, forceCloseConnections: true })
  const allowList = origins.map((origin) => ({ origin, pathPrefix: '' }))
  // An author's own machine goes wherever its author may.
  const outside = new OutsideHttp({ networks: intranet })
  addSecurityHeaders(server)
  addErrorReplies(server)
  server.addHook('onRequest', async ({ method, raw }) => {
    const foreign = method === 'GET' ? undefined : foreignOrigin(raw, undefined)
    if (foreign !== undefined) throw new AppError('REQUEST_ORIGIN', { origin: foreign.slice(0, 200) })
  })
  const where = { origin: '' }
  addLab(server, { allowList, where, hints: new PageHints(outside, steadyNow) })
  addPageScript(server)
  await addWorkbench(server, 'lab.html')
  await server.listen({ port, host: '127.0.0.1' })
  const address = server.server.address()
  where.origin = `http://localhost:${typeof address === 'object' && address ? address.port : port}`
  return {
    origin: where.origin,
    async close() {
      outside.close()
      await server.close()
    },
  }
}

interface Lab {
  readonly allowList: readonly AllowListRule[]
  /** Known once the server listens. */
  readonly where: { readonly origin: string }
  readonly hints: PageHints
}

function addLab(server: FastifyInstance, { allowList, where, hints }: Lab): void {
  const runs = new LabRuns(() => Date.now())
  addPublishedKeys(server, runs.keys, labPath)
  server.get('/api/lab/origins', async () => ({ origins: allowList.map(({ origin }) => origin) }))
  server.post(routes.startLabRun.path, async ({ body }) => {
    const input = parseRequest(routes.startLabRun, { path: routes.startLabRun.path, params: undefined, query: {}, body })
      .body as RouteBody<'startLabRun'>
    refuseIfAny(addressProblems(input.url, [where.origin], allowList))
    return runs.start(input, { owner, tenant: 'lab', workbenchOrigin: where.origin })
  })
  addPageDocuments<{ runId: string }>(server, {
    path: '/pop/lab/:runId',
    hints,
    framedBy: () => where.origin,
    async find({ params: { runId } }) {
      const page = runs.pageOf(owner, runId)
      if (!page) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: runId })
      if (!isListed(allowList, page.url)) throw new AppError('ADDRESS_NOT_LISTED', { origin: new URL(page.url).origin })
      return { page, allowList, tenantId: 0 }
    },
  })
}
