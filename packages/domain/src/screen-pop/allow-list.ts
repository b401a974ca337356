// The address allowlist (地址白名单): scheme, host and port must match; `*.` stands for any subdomain.
import { canonicalHost } from '@openseat/contracts'
import type { AllowListRule } from '../config/routing-config.ts'

interface Address {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
  readonly pathname: string
}

/** Nothing that a browser reads otherwise: no user names, backslashes or tabs, and a path begins with a slash. */
const pattern = /^(https?):\/\/([^/?#:@\\\s]+|\[[0-9a-f:.]+\])(?::(\d+))?(?=[/?#]|$)([^?#\\\t\r\n]*)(?=[?#]|$)/i

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** The parts of an absolute http(s) address, or null. User names in addresses are refused. */
function parse(url: string): Address | null {
  const [, scheme, host, port, path] = pattern.exec(url) ?? []
  if (!scheme || !host) return null
  const protocol = scheme.toLowerCase()
  return { protocol, hostname: wildless(host), port: port ?? defaultPorts[protocol] ?? '', pathname: path || '/' }
}

/** In the form of browsers; the pattern of a rule stays before it. */
const wildless = (host: string): string => (host.startsWith('*.') ? `*.${canonicalHost(host.slice(2))}` : canonicalHost(host))

function hostMatches(rule: string, host: string): boolean {
  if (!rule.startsWith('*.')) return rule === host
  return host.endsWith(rule.slice(1)) && host.length > rule.length - 1
}

/** A prefix ends at a slash: `/crm` covers `/crm` and `/crm/x`, not `/crmx`. Dot segments never match a prefix. */
function pathMatches(prefix: string, path: string): boolean {
  if (prefix === '' || prefix === '/') return true
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path)) return false
  const stem = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
  return path === stem || path.startsWith(`${stem}/`)
}

/** Whether `url` may be shown under these rules. */
export function isListed(rules: readonly AllowListRule[], url: string): boolean {
  const address = parse(url)
  if (!address) return false
  return rules.some((rule) => {
    const wanted = parse(rule.origin)
    return (
      wanted !== null &&
      wanted.protocol === address.protocol &&
      wanted.port === address.port &&
      hostMatches(wanted.hostname, address.hostname) &&
      pathMatches(rule.pathPrefix, address.pathname)
    )
  })
}

/** Whether pages of this origin may be shown, all of them or those under some path. */
export const isListedOrigin = (rules: readonly AllowListRule[], origin: string): boolean =>
  isListed(
    rules.map((rule) => ({ origin: rule.origin, pathPrefix: '' })),
    origin,
  )

/** The origin of an address as a content security policy names it, or null. */
export function originOf(url: string): string | null {
  const address = parse(url)
  if (!address) return null
  const port = address.port === defaultPorts[address.protocol] ? '' : `:${address.port}`
  return `${address.protocol}://${address.hostname}${port}`
}
