// Whether an address stands on the tenant's allowlist, for instant feedback; the server decides again when saving. Pure.
// Source: screen-pop specification, "Frame, allowlist, check".
import type { AllowListEntry } from '@openseat/contracts'

type Entry = Pick<AllowListEntry, 'origin' | 'pathPrefix' | 'status'>
export type ListedState = 'listed' | 'requested' | 'unlisted' | 'noAddress'

/** Scheme, host and port of an address, or null while it is not one. */
export function originOf(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null
  return new URL(url).origin
}

function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern
}

function covers(entry: Entry, url: URL): boolean {
  const written = entry.origin.toLowerCase()
  const isWild = written.includes('://*.')
  const pattern = new URL(isWild ? written.replace('://*.', '://') : written)
  if (pattern.protocol !== url.protocol || pattern.port !== url.port) return false
  if (!hostMatches(isWild ? `*.${pattern.hostname}` : pattern.hostname, url.hostname)) return false
  return entry.pathPrefix === '' || pathWithin(entry.pathPrefix, url.pathname)
}

const pathWithin = (prefix: string, path: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)

export function listedState(url: string, entries: readonly Entry[]): ListedState {
  if (originOf(url) === null) return 'noAddress'
  const address = new URL(url)
  const covering = entries.filter((entry) => covers(entry, address))
  if (covering.some((entry) => entry.status === 'approved')) return 'listed'
  return covering.some((entry) => entry.status === 'requested') ? 'requested' : 'unlisted'
}
