// Whether a page's own headers let it stand in our frame. Only the last answer counts: browsers do not look at those of
// redirects. Sources: CSP Level 3 (frame-ancestors), HTML ("X-Frame-Options"); each row of the test was seen in Chromium.
import { listOf, originParts, type HeaderLines, type OriginParts } from './embed-answer.ts'

export interface Framing {
  readonly page: string
  /** The origin of the document around the frame; nothing of another origin stands around that. */
  readonly framedBy: string
}

export type FrameRefusal = { readonly by: 'ancestors'; readonly policy: string } | { readonly by: 'deny' | 'sameOrigin' | 'conflict' }

/** Why a browser shows nothing of the page, or null. */
export function frameRefusal(headers: HeaderLines, framing: Framing): FrameRefusal | null {
  const ruling = policiesOf(headers).filter((policy) => ancestorsIn(policy) !== null)
  if (ruling.length === 0) return optionsRefusal(headers, framing)
  const policy = ruling.find((each) => !(ancestorsIn(each) ?? []).some((source) => matches(source, framing)))
  return policy === undefined ? null : { by: 'ancestors', policy }
}

export const policiesOf = (headers: HeaderLines): string[] => listOf(headers, 'content-security-policy').filter((policy) => policy !== '')

/** Values of X-Frame-Options, in lower case, each once. */
export const frameOptions = (headers: HeaderLines): string[] => [
  ...new Set(listOf(headers, 'x-frame-options').map((value) => value.toLowerCase())),
]

function optionsRefusal(headers: HeaderLines, framing: Framing): FrameRefusal | null {
  const options = frameOptions(headers)
  const [only] = options
  if (options.length > 1) return options.some((value) => /^(deny|sameorigin|allowall)$/.test(value)) ? { by: 'conflict' } : null
  if (only === 'deny') return { by: 'deny' }
  return only === 'sameorigin' && !isSameOrigin(framing) ? { by: 'sameOrigin' } : null
}

const isSameOrigin = ({ page, framedBy }: Framing): boolean => originParts(page).origin === originParts(framedBy).origin

/** The sources of a policy's first `frame-ancestors`; null when it has none. */
export function ancestorsIn(policy: string): string[] | null {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/))
  return directives.find(([name]) => name?.toLowerCase() === 'frame-ancestors')?.slice(1) ?? null
}

const sourcePattern = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^/:*[\]]+|\[[^\]]+\])(?::(\d+|\*))?(\/.*)?$/

function matches(written: string, framing: Framing): boolean {
  const source = written.toLowerCase()
  const own = originParts(framing.framedBy)
  if (source === '*') return true
  if (source === `'self'`) return isSameOrigin(framing)
  const [, onlyScheme] = /^([a-z][a-z0-9+.-]*):$/.exec(source) ?? []
  if (onlyScheme !== undefined) return schemeFits(onlyScheme, own)
  const [, scheme = originParts(framing.page).scheme, host = '', port, path = '/'] = sourcePattern.exec(source) ?? []
  // An ancestor is compared as an origin: a source that names a path matches none.
  return path === '/' && schemeFits(scheme, own) && hostFits(host, own.host) && portFits(port, own)
}

/** What is allowed plainly is allowed encrypted too. */
const schemeFits = (wanted: string, own: OriginParts): boolean => wanted === own.scheme || (wanted === 'http' && own.scheme === 'https')

const hostFits = (wanted: string, host: string): boolean =>
  wanted === '*' || (wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : wanted === host)

function portFits(wanted: string | undefined, own: OriginParts): boolean {
  if (wanted === '*' || wanted === own.port) return true
  if (wanted === undefined) return own.port === (own.scheme === 'https' ? '443' : '80')
  return wanted === '80' && own.scheme === 'https' && own.port === '443'
}
