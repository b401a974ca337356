// Cookies that a page in a frame of another site would not get back. Values are never repeated.
// Sources: RFC 6265bis (SameSite, Secure), CHIPS (Partitioned).
import type { PageAdvice, PageFinding, PageFindingCode, PassMode } from '@openseat/contracts'
import { isThisMachine, originParts, valuesOf, type PageAnswer } from './embed-answer.ts'
import { separately, shortened } from './embed-frame-findings.ts'

interface Cookie {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly line: string
}

/** `pages` in the order asked; a later cookie of a name replaces the earlier one. */
export function cookieFindings(answers: readonly PageAnswer[], framedBy: string, passMode: PassMode): PageFinding[] {
  const foreign = answers.filter(({ url }) => !isSameSite(url, framedBy))
  const cookies = new Map(
    foreign.flatMap(({ headers }) => valuesOf(headers, 'set-cookie').map(parse)).map((cookie) => [cookie.name, cookie]),
  )
  const lost = new Map<PageFindingCode, Cookie[]>()
  for (const cookie of cookies.values()) {
    const code = lossOf(cookie)
    if (code !== null) lost.set(code, [...(lost.get(code) ?? []), cookie])
  }
  return [...lost].map(([code, list]) => toFinding(code, list, passMode))
}

function lossOf({ attributes }: Cookie): PageFindingCode | null {
  if (attributes.get('max-age')?.match(/^(0|-.*)$/)) return null // it is being taken away
  if (attributes.get('samesite')?.toLowerCase() !== 'none') return 'cookieSameSite'
  if (!attributes.has('secure')) return 'cookieInsecure'
  return attributes.has('partitioned') ? null : 'cookieUnpartitioned'
}

const linesShown = 3

function toFinding(code: PageFindingCode, cookies: readonly Cookie[], passMode: PassMode): PageFinding {
  const lines = cookies
    .slice(0, linesShown)
    .map((cookie): PageAdvice => ({ action: 'setHeader', value: `Set-Cookie: ${shortened(mended(cookie))}` }))
  const isLost = code !== 'cookieUnpartitioned'
  return {
    code,
    severity: isLost ? 'warns' : 'info',
    params: { names: shortened(cookies.map(({ name }) => name).join(', ')), count: cookies.length },
    advice: [...lines, ...(isLost ? separately(passMode) : [])],
  }
}

function parse(line: string): Cookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const attributes = new Map(rest.map((part): [string, string] => [cut(part)[0].toLowerCase(), cut(part)[1]]))
  return { name: pair.includes('=') ? cut(pair)[0] : '', attributes, line }
}

function cut(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()]
}

/** The cookie as it should be set, its value left out. */
function mended({ name, line }: Cookie): string {
  const kept = line
    .split(';')
    .slice(1)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^(samesite|secure|partitioned)\b/i.test(part))
  return [`${name}=…`, ...kept, 'Secure', 'SameSite=None', 'Partitioned'].join('; ')
}

/** Same scheme and registrable domain. Without the list of public suffixes: two labels, or three as in `bank.com.cn`. */
export function isSameSite(url: string, other: string): boolean {
  const [a, b] = [originParts(url), originParts(other)]
  return a.scheme === b.scheme && siteOf(a.host) === siteOf(b.host)
}

function siteOf(host: string): string {
  if (isThisMachine(host) || /^(\[|[\d.]+$)/.test(host)) return host
  const labels = host.split('.')
  const [second = '', top = ''] = labels.slice(-2)
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.')
}
