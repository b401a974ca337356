// Whether what arrived is a page at all, and what in it a browser would block.
import type { PageFinding } from '@openseat/contracts'
import { isThisMachine, listOf, originParts, valuesOf, type HeaderLines, type PageAnswer, type PageFacts } from './embed-answer.ts'
import { separately, shortened } from './embed-frame-findings.ts'
import { encrypted, isPlain } from './embed-way.ts'

/** Shown by browsers, though hardly what a screen pop is for. */
const shown = /^(text\/|image\/|audio\/|video\/|application\/(json|pdf|xml|.*\+xml|.*\+json)$)/

const typeOf = (headers: HeaderLines): string =>
  (valuesOf(headers, 'content-type').at(-1) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** No browser shows one in a frame with a sandbox. */
export const isPdf = (headers: HeaderLines): boolean => typeOf(headers) === 'application/pdf'

const embedded = /<(?:iframe|embed|object)\b([^>]{0,1000})>/gi
const pdfPart = /\s(?:src|data)\s{0,9}=\s{0,9}["']?[^"'\s>]{0,500}\.pdf(?:["'?#\s]|$)|\stype\s{0,9}=\s{0,9}["']?application\/pdf\b/i

/** The page shows a PDF in a frame of its own, which is inside our sandbox too. */
export const embedsPdf = (html: string): boolean =>
  [...withoutComments(html).matchAll(embedded)].some(([, attributes = '']) => pdfPart.test(attributes))

type DocumentScene = Pick<PageFacts, 'openMode' | 'passMode'> & { readonly html: string }

/** Of something that is saved instead of being shown. */
export function documentFindings({ headers }: PageAnswer, { openMode, passMode, html }: DocumentScene): PageFinding[] {
  const type = typeOf(headers)
  const isAttached = /^attachment\b/i.test(valuesOf(headers, 'content-disposition').at(-1)?.trim() ?? '')
  const params = { type: shortened(type) }
  if (isAttached)
    return [
      { code: 'downloaded', severity: 'stops', params, advice: [{ action: 'removeHeader', value: 'Content-Disposition: attachment' }] },
    ]
  if (isPdf(headers)) return openMode === 'embedded' ? [{ code: 'pdf', severity: 'stops', params: {}, advice: separately(passMode) }] : []
  if (type === '' || type === 'text/html' || type === 'application/xhtml+xml') {
    const isInside = openMode === 'embedded' && embedsPdf(html)
    return isInside ? [{ code: 'pdfInside', severity: 'warns', params: {}, advice: separately(passMode) }] : []
  }
  const advice = [{ action: 'setHeader' as const, value: 'Content-Type: text/html; charset=utf-8' }]
  return [
    shown.test(type) ? { code: 'notPage', severity: 'warns', params, advice } : { code: 'downloaded', severity: 'stops', params, advice },
  ]
}

/** A plain page in an encrypted workbench is not loaded at all (Mixed Content, "should fetching request be blocked"). */
export function mixedPageFindings({ framedBy, passMode }: PageFacts, page: string): PageFinding[] {
  if (originParts(framedBy).scheme !== 'https' || !isPlain(page)) return []
  const { origin } = originParts(page)
  return [
    {
      code: 'mixedPage',
      severity: 'stops',
      params: { origin },
      advice: [{ action: 'useAddress', value: encrypted(origin) }, ...separately(passMode)],
    },
  ]
}

const tags = /<(script|iframe|embed|object|link)\b([^>]{0,1000})>/gi
const plainAddress = /\s(?:src|href|data)\s{0,9}=\s{0,9}["']?\s{0,9}(http:\/\/[^"'\s>]{1,500})/i
const isLoaded = (tag: string, attributes: string): boolean =>
  tag.toLowerCase() !== 'link' || /\srel\s{0,9}=\s{0,9}["']?[^"'>]{0,100}\b(stylesheet|preload|modulepreload|manifest)\b/i.test(attributes)

/** Scripts, styles and frames that an encrypted page asks for in plain text. Pictures and sound are upgraded by browsers. */
export function mixedPartFindings({ headers, url }: PageAnswer, html: string): PageFinding[] {
  if (originParts(url).scheme !== 'https' || upgrades(headers)) return []
  const found = [...withoutComments(html).matchAll(tags)]
    .filter(([, tag = '', attributes = '']) => isLoaded(tag, attributes))
    .map(([, , attributes = '']) => plainAddress.exec(attributes)?.[1] ?? '')
    .filter((address) => address !== '' && !isThisMachine(originParts(address).host))
  const [first] = found
  if (first === undefined) return []
  const advice = [{ action: 'setDirective' as const, value: 'upgrade-insecure-requests' }]
  return [{ code: 'mixedParts', severity: 'warns', params: { count: found.length, example: shortened(first) }, advice }]
}

/** Linear, whatever the page holds. */
function withoutComments(html: string): string {
  const [first = '', ...rest] = html.split('<!--')
  return first + rest.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '')).join('')
}

const upgrades = (headers: PageAnswer['headers']): boolean =>
  listOf(headers, 'content-security-policy').some((policy) =>
    /(^|;)\s*(upgrade-insecure-requests|block-all-mixed-content)\s*(;|$)/i.test(policy),
  )

/** A page that cuts its opener off gets a new window at each contact: the workbench cannot find the old one again. */
export function windowFindings({ headers }: PageAnswer): PageFinding[] {
  const value = valuesOf(headers, 'cross-origin-opener-policy').at(-1)?.split(';', 1)[0]?.trim() ?? ''
  if (value !== 'same-origin' && value !== 'same-origin-allow-popups' && value !== 'noopener-allow-popups') return []
  return [
    {
      code: 'openerIsolated',
      severity: 'warns',
      params: { value },
      advice: [{ action: 'setHeader', value: 'Cross-Origin-Opener-Policy: unsafe-none' }],
    },
  ]
}
