// Requests that change something, and WebSockets, must come from our own pages. Browsers always name the origin of
// those; a program without one (curl, a test) carries no cookie that a page could have made it send.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'

/** The foreign origin that a request names, or undefined when it is ours or names none. Where a public origin is set, it is the only one. */
export function foreignOrigin({ headers, socket }: IncomingMessage, publicOrigin: string | undefined): string | undefined {
  const { origin, host = '' } = headers
  if (origin === undefined) return foreignSite(headers)
  const own = publicOrigin ?? `${socket instanceof TLSSocket ? 'https' : 'http'}://${host.toLowerCase()}`
  return origin === own ? undefined : origin
}

function foreignSite(headers: IncomingHttpHeaders): string | undefined {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none' ? undefined : String(site)
}
