// Whether a company's page may stand in our frame, as its own headers say: a browser shows an error page in its place and
// tells nobody. Asked without any data of a call. Sources: RFC 7034 (X-Frame-Options), CSP Level 3 (frame-ancestors).
import { isListed, type AllowListRule } from '@openseat/domain'

export type FrameVerdict = 'framable' | 'refused' | 'unreachable'

const askWithinMs = 4_000
const keptMs = 30_000
const maxRedirects = 5
const maxKept = 500

export interface VerdictQuestion {
  readonly url: string
  readonly allowList: readonly AllowListRule[]
  /** The workbench's origin: it frames the page. */
  readonly framedBy: string
}

/** Remembers verdicts for a short while, so that a busy queue does not ask the company's server twice for each call. */
export class FrameVerdicts {
  readonly #kept = new Map<string, { readonly until: number; readonly verdict: Promise<FrameVerdict> }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  of({ url, ...question }: VerdictQuestion): Promise<FrameVerdict> {
    const { origin, pathname } = new URL(url)
    const address = `${origin}${pathname}`
    const key = `${question.framedBy} ${address}`
    const known = this.#kept.get(key)
    if (known && known.until > this.#now()) return known.verdict
    const verdict = judge({ ...question, url: address })
    this.#kept.delete(key)
    this.#kept.set(key, { until: this.#now() + keptMs, verdict })
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest)
    return verdict
  }
}

/** Follows redirects as far as the allowlist goes; where it ends the frame's own policy says so. */
async function judge({ url, allowList, framedBy }: VerdictQuestion): Promise<FrameVerdict> {
  let address = url
  for (let n = 0; n <= maxRedirects && isListed(allowList, address); n++) {
    const answer = await headersOf(address)
    if (answer === null) return 'unreachable'
    if (!allowsFrame(answer.headers, { page: address, framedBy })) return 'refused'
    const next = answer.headers.get('location')
    if (answer.status < 300 || answer.status > 399 || next === null || !URL.canParse(next, address)) return 'framable'
    address = new URL(next, address).href
  }
  return 'framable'
}

async function headersOf(address: string): Promise<{ status: number; headers: Headers } | null> {
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(askWithinMs),
      headers: { connection: 'close' },
    })
    await response.body?.cancel()
    return response
  } catch {
    return null
  }
}

interface Framing {
  readonly page: string
  readonly framedBy: string
}

/** What a browser decides from the headers of one answer. */
export function allowsFrame(headers: Headers, framing: Framing): boolean {
  const policies = (headers.get('content-security-policy') ?? '').split(',')
  const ancestors = policies.flatMap((policy) => ancestorsIn(policy))
  if (ancestors.length > 0) return ancestors.every((sources) => sources.some((source) => matches(source, framing)))
  const options = (headers.get('x-frame-options') ?? '').toLowerCase().split(',')
  // `ALLOW-FROM` and anything else unknown is passed over by today's browsers.
  return !options.some((option) => option.trim() === 'deny' || (option.trim() === 'sameorigin' && !isSameOrigin(framing)))
}

const isSameOrigin = ({ page, framedBy }: Framing): boolean => new URL(page).origin === framedBy

/** The source list of a policy's first `frame-ancestors`; none when it has no such directive. */
function ancestorsIn(policy: string): string[][] {
  const directives = policy.split(';').map((directive) => directive.trim().toLowerCase().split(/\s+/))
  const found = directives.find(([name]) => name === 'frame-ancestors')
  return found ? [found.slice(1)] : []
}

const sourcePattern = /^(?:(https?):\/\/)?([^/:]+|\[[^\]]+\])(?::(\d+|\*))?(?:\/.*)?$/

function matches(source: string, framing: Framing): boolean {
  if (source === '*') return true
  if (source === `'self'`) return isSameOrigin(framing)
  const own = new URL(framing.framedBy)
  if (/^https?:$/.test(source)) return schemeFits(source, own)
  const [, scheme, host = '', port] = sourcePattern.exec(source) ?? []
  const wanted = scheme === undefined ? new URL(framing.page).protocol : `${scheme}:`
  const hostFits = host.startsWith('*.') ? own.hostname.endsWith(host.slice(1)) : host === own.hostname
  return schemeFits(wanted, own) && hostFits && portFits(port, own)
}

/** What is allowed plainly is allowed encrypted too. */
const schemeFits = (wanted: string, own: URL): boolean => wanted === own.protocol || (wanted === 'http:' && own.protocol === 'https:')

function portFits(port: string | undefined, own: URL): boolean {
  if (port === '*') return true
  const usual = own.protocol === 'https:' ? '443' : '80'
  return (port ?? usual) === (own.port || usual)
}
