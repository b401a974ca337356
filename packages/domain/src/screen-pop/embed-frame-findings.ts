// What the frame headers of a page come to, and the exact line that its owner needs.
import type { OpenMode, PageAdvice, PageFinding, PageFindingCode, PassMode } from '@openseat/contracts'
import { valuesOf, type HeaderLines } from './embed-answer.ts'
import { ancestorsIn, frameOptions, frameRefusal, policiesOf, type FrameRefusal, type Framing } from './embed-frame.ts'

export interface FramedPage extends Framing {
  readonly headers: HeaderLines
  readonly passMode: PassMode
}

/** `separate` is no way out for a page that lives in the workbench. */
export const separately = (passMode: PassMode): PageAdvice[] =>
  passMode === 'webApi' ? [] : [{ action: 'openSeparate', value: 'separate' satisfies OpenMode }]

export function frameFindings(page: FramedPage): PageFinding[] {
  const refusal = frameRefusal(page.headers, page)
  if (refusal === null) return passedOver(page)
  return [
    {
      code: refusalCodes[refusal.by],
      severity: 'stops',
      params: {
        value: refusal.by === 'ancestors' ? shortened(directiveOf(refusal.policy)) : optionsText(page.headers),
        address: shortened(page.page.split(/[?#]/, 1)[0] ?? ''),
      },
      advice: [...lineAdvice(page, refusal), ...separately(page.passMode)],
    },
  ]
}

const refusalCodes: Readonly<Record<FrameRefusal['by'], PageFindingCode>> = {
  ancestors: 'frameAncestors',
  deny: 'frameOptionsDeny',
  sameOrigin: 'frameOptionsSameOrigin',
  conflict: 'frameOptionsConflict',
}

const optionsText = (headers: HeaderLines): string => shortened(valuesOf(headers, 'x-frame-options').join(', '))

function lineAdvice({ headers, framedBy }: FramedPage, refusal: FrameRefusal): PageAdvice[] {
  if (refusal.by === 'ancestors') return [policyAdvice(refusal.policy, allowing(refusal.policy, framedBy))]
  const [policy] = policiesOf(headers)
  return [...optionLines(headers), policyAdvice(policy, `frame-ancestors 'self' ${framedBy}`)]
}

const optionLines = (headers: HeaderLines): PageAdvice[] =>
  valuesOf(headers, 'x-frame-options').map((value) => ({ action: 'removeHeader', value: `X-Frame-Options: ${shortened(value)}` }))

/** The page's own sources stay; `'none'` stands alone or not at all. */
function allowing(policy: string, framedBy: string): string {
  const kept = (ancestorsIn(policy) ?? []).filter((source) => source.toLowerCase() !== `'none'`)
  return ['frame-ancestors', ...kept, framedBy].join(' ')
}

const longestLine = 600

/** The whole line where it can be copied; else the directive: a nonce is another one in each answer. */
function policyAdvice(policy: string | undefined, directive: string): PageAdvice {
  const whole = policy === undefined ? directive : withDirective(policy, directive)
  if (whole.length > longestLine || /'nonce-/i.test(whole)) return { action: 'setDirective', value: shortened(directive) }
  return { action: 'setHeader', value: `Content-Security-Policy: ${whole}` }
}

function withDirective(policy: string, directive: string): string {
  const parts = policy
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const at = parts.findIndex(isAncestors)
  return (at < 0 ? [...parts, directive] : parts.with(at, directive)).join('; ')
}

const isAncestors = (part: string): boolean => /^frame-ancestors(\s|$)/i.test(part)
const directiveOf = (policy: string): string =>
  policy
    .split(';')
    .map((part) => part.trim())
    .find(isAncestors) ?? ''
export const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** Headers that today's browsers pass over, though their author meant something by them. */
function passedOver(page: FramedPage): PageFinding[] {
  const { headers, framedBy } = page
  const options = frameOptions(headers)
  if (options.length === 0) return []
  const params = { value: optionsText(headers) }
  const ruling = policiesOf(headers).some((policy) => ancestorsIn(policy) !== null)
  if (ruling) return [{ code: 'frameOptionsOverruled', severity: 'info', params, advice: optionLines(headers) }]
  if (options.some((value) => value === 'sameorigin')) return []
  const [policy] = policiesOf(headers)
  const advice = [...optionLines(headers), policyAdvice(policy, `frame-ancestors 'self' ${framedBy}`)]
  if (options.some((value) => value.startsWith('allow-from'))) return [{ code: 'frameOptionsAllowFrom', severity: 'warns', params, advice }]
  return [{ code: 'frameOptionsUnknown', severity: 'info', params, advice }]
}
