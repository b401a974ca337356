// Requests that change something, and WebSockets, must come from our own pages. Browsers always name the origin of
// those; a program without one (curl, a test) carries no cookie that a page could have made it send.

import type { IncomingHttpHeaders } from 'node:http'

/** The foreign origin that a request names, or undefined when it is ours or names none. */
export function foreignOrigin(headers: IncomingHttpHeaders, publicOrigin: string | undefined): string | undefined {
  const { origin, host } = headers
  if (origin === undefined) return foreignSite(headers)
  if (publicOrigin !== undefined && origin === publicOrigin) return undefined
  return isHost(origin, host) ? undefined : origin
}

function isHost(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin) || host === undefined) return false
  return new URL(origin).host === host.toLowerCase()
}

function foreignSite(headers: IncomingHttpHeaders): string | undefined {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none' ? undefined : String(site)
}
