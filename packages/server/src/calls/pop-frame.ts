// The wrapper document of an embedded pop: a page of our own whose policy lets the allowlisted addresses in and nothing
// else, so that a changed allowlist needs no reload of the workbench and a refused address can be named.
import { createHash } from 'node:crypto'
import { AppError } from '@openseat/contracts'
import { isListed, type AllowListRule } from '@openseat/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../access/person.ts'
import { FrameVerdicts } from './frame-verdict.ts'
import type { TenantActors } from './tenant-actors.ts'

export interface PopFrameParts {
  readonly actors: TenantActors
  /** As it is now, whatever the contact began with. */
  readonly allowListOf: (tenantId: number) => Promise<readonly AllowListRule[]>
  readonly personOf: (request: FastifyRequest) => Promise<Person | undefined>
  /** The workbench's own origin. */
  readonly workbenchOrigin: string
}

/** Keeps ordinary business pages working; not the way to the top window. */
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals'

/** Before the frame is there: a refusal may come at once. */
const listening = `
const { callId, popId } = document.documentElement.dataset
const tell = (message) => parent.postMessage({ source: 'openseat-pop', callId, popId: Number(popId), ...message }, location.origin)
document.addEventListener('securitypolicyviolation', (event) => tell({ type: 'violation', blockedOrigin: event.blockedURI }))
`
/** Behind the frame, which is on its way already: no time is lost. */
const watching = `
const page = document.getElementById('page')
// A refused or unreachable page is a load like any other to a browser: the server says what it knows. Nobody waits long for it.
const verdict = fetch(location.pathname + '/verdict').then((answer) => answer.json()).then((answer) => answer.verdict, () => '')
const soon = () => new Promise((resolve) => setTimeout(resolve, 500))
const isReachable = () => fetch(new URL('/favicon.ico', page.src), { mode: 'no-cors', credentials: 'omit' }).then(() => true, () => false)
let isFirst = true
page.addEventListener('load', async () => {
  if (!isFirst) return tell({ type: 'loaded' })
  isFirst = false
  const early = await Promise.race([verdict, soon()])
  if (early !== 'refused' && early !== 'unreachable') tell({ type: 'loaded' })
  const known = await verdict
  if (known === 'refused') tell({ type: 'refused' })
  // The server may stand where the page is not reached from; this browser has the last word.
  else if (known === 'unreachable') tell({ type: (await isReachable()) ? 'loaded' : 'unreachable' })
})
`
const style = 'html,body{margin:0;height:100%}iframe{display:block;width:100%;height:100%;border:0}'
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const hashes = { scripts: `${hash(listening)} ${hash(watching)}`, style: hash(style) }

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For text and attribute values of a document. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)

/** Source list of a policy: the allowlist's origins, paths left out (a redirect drops them from the check anyway). */
const sources = (rules: readonly AllowListRule[]): string => rules.map((rule) => rule.origin).join(' ') || `'none'`

const policy = (rules: readonly AllowListRule[]): string =>
  [
    `default-src 'none'`,
    `script-src ${hashes.scripts}`,
    `style-src ${hashes.style}`,
    `frame-src ${sources(rules)}`,
    `connect-src 'self' ${rules.length > 0 ? sources(rules) : ''}`.trimEnd(),
    `form-action 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'self'`,
  ].join('; ')

interface FramedPop {
  readonly callId: string
  readonly popId: number
  readonly name: string
  readonly url: string
}

function wrapper({ callId, popId, name, url }: FramedPop): string {
  return `<!doctype html>
<html lang="zh-CN" data-call-id="${escapeHtml(callId)}" data-pop-id="${popId}">
<head><meta charset="utf-8"><title>${escapeHtml(name)}</title><style>${style}</style><script>${listening}</script></head>
<body>
<iframe id="page" title="${escapeHtml(name)}" sandbox="${sandbox}" allow="clipboard-write" referrerpolicy="no-referrer" src="${escapeHtml(url)}"></iframe>
<script>${watching}</script>
</body></html>`
}

interface PopParams {
  readonly callId: string
  readonly popId: string
}

/** `GET /pop/:callId/:popId`: only for the agent whose contact it is, and only while the address is listed. */
export function addPopFrames(server: FastifyInstance, parts: PopFrameParts): void {
  const verdicts = new FrameVerdicts(() => Date.now())
  server.get<{ Params: PopParams }>('/pop/:callId/:popId', async (request, reply) => {
    const { pop, allowList } = await listedPop(request, parts)
    return reply
      .header('content-security-policy', policy(allowList))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(wrapper(pop))
  })
  server.get<{ Params: PopParams }>('/pop/:callId/:popId/verdict', async (request, reply) => {
    const { pop, allowList } = await listedPop(request, parts)
    const verdict = await verdicts.of({ url: pop.url, allowList, framedBy: parts.workbenchOrigin })
    return reply.header('cache-control', 'no-store').send({ verdict })
  })
}

/** The pop that the request may see; throws for anything else. */
async function listedPop(request: FastifyRequest<{ Params: PopParams }>, { actors, allowListOf, personOf }: PopFrameParts) {
  const person = await personOf(request)
  if (!person) throw new AppError('LOGIN_REQUIRED')
  const actor = await actors.get(person.tenantId)
  const { callId, popId } = request.params
  const pop = await actor.query((acd) => acd.popOf(callId, Number(popId), person.agentNumber ?? ''))
  if (!pop) throw new AppError('OBJECT_NOT_FOUND', { object: 'screenPop', id: popId })
  const allowList = await allowListOf(person.tenantId)
  if (!isListed(allowList, pop.url)) throw new AppError('ADDRESS_NOT_LISTED', { origin: new URL(pop.url).origin })
  return { pop, allowList }
}
