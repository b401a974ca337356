// The documents of our own origin that bring an enterprise's page: one around a page in a frame, whose policy lets the
// allowlisted addresses in and nothing else, and one that posts to a page in a window of its own.
import { createHash } from 'node:crypto'
import { pageGrants, type FormField, type PageGrant } from '@openseat/contracts'
import { originOf, type AllowListRule } from '@openseat/domain'
import { escapeHtml } from '../http/escape-html.ts'

/** Keeps ordinary business pages working; not the way to the top window. */
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals'

/** Before the frame is there: a refusal may come at once. */
const listening = `
const { callId, popId, address } = document.documentElement.dataset
const tell = (message) => parent.postMessage({ source: 'openseat-pop', callId, popId: Number(popId), ...message }, location.origin)
document.addEventListener('securitypolicyviolation', (event) => tell({ type: 'violation', blockedOrigin: event.blockedURI }))
`
/** Behind the frame, which is on its way already: no time is lost. */
const watching = `
const page = document.getElementById('page')
// A refused or unreachable page is a load like any other to a browser. The server says what it saw, and is overruled by any
// sign of life: a message, or a frame inside the page.
const hint = () => fetch(location.pathname + '/hint').then((answer) => answer.json()).then((answer) => answer.hint, () => '')
const isReachable = () => fetch(new URL('/favicon.ico', address), { mode: 'no-cors', credentials: 'omit' }).then(() => true, () => false)
const isEmpty = () => {
  try {
    return page.contentWindow.location.href === 'about:blank'
  } catch {
    return false
  }
}
let loads = 0
let isAlive = false
const lives = () => {
  if (!isAlive) tell({ type: 'alive' })
  isAlive = true
}
addEventListener('message', ({ source }) => source === page.contentWindow && lives())
const looking = setInterval(() => {
  if (isEmpty()) return
  tell({ type: 'came' })
  clearInterval(looking)
}, 50)
page.addEventListener('load', async () => {
  if (isEmpty()) return
  tell({ type: 'loaded' })
  loads += 1
  // A later document has not spoken yet, whatever the one before it said.
  if (loads > 1) isAlive = false
  if (page.contentWindow.length > 0) lives()
  const known = await hint()
  // Of a page that has loaded anew, while its server was away, the server may know nothing yet.
  const isAway = (known === 'unreachable' || loads > 1) && !isAlive && !(await isReachable())
  if (isAway && !isAlive) tell({ type: 'unreachable' })
  if (known === 'pdfInside' || (known !== '' && known !== 'unreachable' && !isAlive)) tell({ type: known })
})
`
/** A field may be named `submit`. */
const posting = `
const form = document.forms[0]
HTMLFormElement.prototype.submit.call(form)
form.remove()
`
const style = 'html,body{margin:0;height:100%}iframe{display:block;width:100%;height:100%;border:0}'
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const hashes = { framing: `${hash(listening)} ${hash(watching)}`, posting: hash(posting), style: hash(style) }

/**
 * Source list of a policy: the allowlist's origins, paths left out (a redirect drops them from the check anyway). A policy cannot
 * name an IPv6 address: where the page itself is at one, its scheme stands for it.
 */
function sources(rules: readonly AllowListRule[], url: string): string {
  const named = rules.flatMap(({ origin }) => {
    if (!origin.includes('[')) return [origin]
    return origin === originOf(url) ? [origin.slice(0, origin.indexOf('/'))] : []
  })
  return [...new Set(named)].join(' ') || `'none'`
}

export interface FramedPage {
  /** Empty for a page that belongs to no call. */
  readonly callId: string
  readonly popId: number
  readonly name: string
  readonly url: string
  readonly form: readonly FormField[] | null
  readonly grants: readonly PageGrant[]
  /** Data of the call stands in the path. */
  readonly dataInPath?: boolean
}

export interface PopDocument {
  readonly html: string
  readonly policy: string
  /** Of the browser's features. */
  readonly permissions: string
}

const never = ['camera=()', 'microphone=()', 'payment=()']

/** Names of the browser's own. */
const features: Readonly<Record<PageGrant, string>> = {
  clipboardWrite: 'clipboard-write',
  clipboardRead: 'clipboard-read',
  geolocation: 'geolocation',
  fullscreen: 'fullscreen',
  displayCapture: 'display-capture',
}

/** Browsers know no IPv6 address in a grant; other hosts may hold signs that would be read as another grant. */
const plainOrigin = /^https?:\/\/[\w.:-]+$/

/** Given to the page's own address alone: where it leads to somebody else's, nothing is. */
function grantsOf({ url, grants }: FramedPage): { readonly allow: string; readonly permissions: string } {
  const { origin } = new URL(url)
  const given = plainOrigin.test(origin) ? grants : []
  const listed = pageGrants.map((grant) => `${features[grant]}=${given.includes(grant) ? `(self "${origin}")` : '()'}`)
  return { allow: given.map((grant) => `${features[grant]} ${origin}`).join('; '), permissions: [...never, ...listed].join(', ') }
}

export function framingDocument(page: FramedPage, rules: readonly AllowListRule[]): PopDocument {
  const { callId, popId, name, url, form } = page
  const { allow, permissions } = grantsOf(page)
  const title = escapeHtml(name)
  const source = form ? '' : ` referrerpolicy="no-referrer" src="${escapeHtml(url)}"`
  const html = `<!doctype html>
<html lang="zh-CN" data-call-id="${escapeHtml(callId)}" data-pop-id="${popId}" data-address="${escapeHtml(url)}">
<head><meta charset="utf-8"><title>${title}</title><style>${style}</style><script>${listening}</script></head>
<body>
<iframe id="page" name="page" title="${title}" sandbox="${sandbox}" allow="${allow}"${source}></iframe>
<script>${watching}</script>
${form ? `${formHtml(url, form, 'page')}<script>${posting}</script>` : ''}
</body></html>`
  const policy = [
    `default-src 'none'`,
    `script-src ${hashes.framing}${form ? ` ${hashes.posting}` : ''}`,
    `style-src ${hashes.style}`,
    `frame-src ${sources(rules, url)}`,
    `connect-src 'self' ${rules.length > 0 ? sources(rules, url) : ''}`.trimEnd(),
    `form-action ${form ? sources(rules, url) : `'none'`}`,
    `base-uri 'none'`,
    `frame-ancestors 'self'`,
  ]
  return { html, policy: policy.join('; '), permissions }
}

/** Posts at once, in its own window. */
export function postingDocument(page: FramedPage, rules: readonly AllowListRule[]): PopDocument {
  const { name, url, form } = page
  const html = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(name)}</title></head>
<body>${formHtml(url, form ?? [], '_self')}<script>${posting}</script></body></html>`
  const policy = `default-src 'none'; script-src ${hashes.posting}; form-action ${sources(rules, url)}; base-uri 'none'; frame-ancestors 'none'`
  return { html, policy, permissions: grantsOf(page).permissions }
}

function formHtml(url: string, form: readonly FormField[], target: string): string {
  const fields = form.map(({ name, value }) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
  return `<form method="post" action="${escapeHtml(url)}" target="${target}" accept-charset="utf-8">${fields.join('')}</form>`
}
