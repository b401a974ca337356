// What was met on the way to a page: whether somebody answered, with which status, and where redirects led.
import type { PageFinding, PageFindingCode } from '@openseat/contracts'
import { isThisMachine, originParts, type AskFailure, type PageAnswer, type PageFacts } from './embed-answer.ts'
import { separately, shortened } from './embed-frame-findings.ts'

/** Without a document there is nothing more to judge. */
export function wayFindings(facts: PageFacts): PageFinding[] {
  return [...formFindings(facts), ...downgrades(facts), ...endFindings(facts)]
}

const failureCodes: Readonly<Record<AskFailure, PageFindingCode>> = {
  unlisted: 'addressUnlisted',
  forbidden: 'addressForbidden',
  dns: 'nameUnknown',
  refused: 'connectionRefused',
  tls: 'tlsInvalid',
  timeOut: 'timedOut',
  broken: 'answerBroken',
}

function endFindings(facts: PageFacts): PageFinding[] {
  const { end, answers, openMode, passMode } = facts
  if (end.kind === 'document') return statusFindings(answers.at(-1))
  const { origin, host } = originParts(end.url)
  if (end.kind === 'loop') return [{ code: 'redirectLoop', severity: 'stops', params: { origin, count: answers.length }, advice: [] }]
  const { failure, detail } = end
  if (failure === 'unlisted' && answers.length > 0) {
    // In a window of its own the page may go where it likes; only the server may not follow.
    const severity = openMode === 'embedded' ? 'stops' : 'info'
    const advice = openMode === 'embedded' ? separately(passMode) : []
    return [{ code: 'redirectUnlisted', severity, params: { origin }, advice: [{ action: 'listHost', value: origin }, ...advice] }]
  }
  // Agents' browsers may reach what the server may not ask.
  const severity = failure === 'forbidden' ? 'warns' : 'stops'
  const advice = failure === 'unlisted' || failure === 'forbidden' ? [{ action: 'listHost' as const, value: origin }] : []
  return [{ code: failureCodes[failure], severity, params: { origin, host, detail: shortened(detail) }, advice }]
}

function statusFindings(answer: PageAnswer | undefined): PageFinding[] {
  if (answer === undefined) return []
  const { status, url } = answer
  const params = { status, origin: originParts(url).origin }
  // Those who have logged in may see more than the server, which has no cookie.
  if (isDenied(status)) return [{ code: 'accessDenied', severity: 'warns', params, advice: [] }]
  if (status >= 400) return [{ code: 'statusError', severity: 'stops', params, advice: [] }]
  return status === 204 || status === 205 ? [{ code: 'noContent', severity: 'stops', params, advice: [] }] : []
}

const isDenied = (status: number): boolean => status === 401 || status === 403 || status === 407

/** Whether an answer is the page, and not a message of the server in its place. */
export const isPage = ({ status }: PageAnswer): boolean => (status < 400 || isDenied(status)) && status !== 204 && status !== 205

const byGet = { action: 'passByGet', value: 'get' } as const

/** A 301, 302 or 303 turns a form into a plain request: the data is lost (Fetch, "HTTP-redirect fetch"). */
function formFindings({ answers, postRefused }: PageFacts): PageFinding[] {
  if (postRefused !== null) return [{ code: 'postRefused', severity: 'stops', params: { status: postRefused }, advice: [byGet] }]
  const dropping = answers.find(({ method, status }) => method === 'POST' && (status === 301 || status === 302 || status === 303))
  if (dropping === undefined) return []
  const params = { status: dropping.status, origin: originParts(dropping.url).origin }
  const keeping = dropping.status === 301 ? '308' : '307'
  return [{ code: 'redirectDropsForm', severity: 'stops', params, advice: [{ action: 'keepMethod', value: keeping }, byGet] }]
}

/** From encrypted to plain: the data of the address has then been on the line for all to read. */
function downgrades(facts: PageFacts): PageFinding[] {
  const urls = [...facts.answers.map(({ url }) => url), ...(facts.end.kind === 'document' ? [] : [facts.end.url])]
  const at = urls.findIndex((url, index) => index > 0 && isPlain(url) && originParts(urls[index - 1] ?? '').scheme === 'https')
  if (at < 0) return []
  const { origin } = originParts(urls[at] ?? '')
  const from = originParts(urls[at - 1] ?? '').origin
  const isBlocked = facts.openMode === 'embedded' && originParts(facts.framedBy).scheme === 'https'
  return [
    {
      code: 'redirectDowngrade',
      severity: isBlocked ? 'stops' : 'warns',
      params: { from, origin },
      advice: [{ action: 'useAddress', value: encrypted(origin) }],
    },
  ]
}

/** Sent over the line in plain text. */
export function isPlain(url: string): boolean {
  const { scheme, host } = originParts(url)
  return scheme === 'http' && !isThisMachine(host)
}

export const encrypted = (origin: string): string => origin.replace(/^http:/, 'https:')
