// What was met on the way to a page: whether somebody answered, with which status, and where redirects led.
import type { PageFinding, PageFindingCode } from '@openseat/contracts'
import { isThisMachine, originParts, type AskFailure, type PageAnswer, type PageFacts } from './embed-answer.ts'
import { separately, shortened } from './embed-frame-findings.ts'
import { addressOf, isLoginAddress } from './embed-login.ts'

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
    // In a window of its own the page may go where it likes, and who has logged in is not led to a log-in.
    const isLogin = isLoginAddress(end.url)
    const severity = openMode === 'separate' ? 'info' : isLogin ? 'warns' : 'stops'
    const advice = openMode === 'embedded' ? separately(passMode) : []
    const code = isLogin ? 'loginUnlisted' : 'redirectUnlisted'
    return [{ code, severity, params: { origin, address: addressOf(end.url) }, advice: [{ action: 'listHost', value: origin }, ...advice] }]
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

export const isDenied = (status: number): boolean => status === 401 || status === 403 || status === 407

/** Whether an answer is the page, and not a message of the server in its place. */
export const isPage = ({ status }: PageAnswer): boolean => (status < 400 || isDenied(status)) && status !== 204 && status !== 205

const byGet = { action: 'passByGet', value: 'get' } as const

/**
 * A 301, 302 or 303 turns a form into a plain request (Fetch, "HTTP-redirect fetch"). A page that takes the form and sends
 * the browser on is right to do so; one that sends it to the same page's other address has not read it.
 */
function formFindings({ answers, postRefused, emptyRefused }: PageFacts): PageFinding[] {
  if (postRefused !== null) return [{ code: 'postRefused', severity: 'stops', params: { status: postRefused }, advice: [byGet] }]
  const at = answers.findIndex(({ method, status }) => method === 'POST' && (status === 301 || status === 302 || status === 303))
  const dropping = answers[at]
  if (dropping === undefined) return emptyFindings(emptyRefused)
  const next = answers[at + 1]?.url ?? ''
  const params = { status: dropping.status, origin: originParts(dropping.url).origin, address: addressOf(next) }
  if (!isSamePage(dropping.url, next) && dropping.status !== 301)
    return [{ code: 'formForwarded', severity: 'info', params, advice: [] }, ...emptyFindings(emptyRefused)]
  const keeping = dropping.status === 301 ? '308' : '307'
  return [{ code: 'redirectDropsForm', severity: 'stops', params, advice: [{ action: 'keepMethod', value: keeping }, byGet] }]
}

/** Another scheme, host, slash at the end or way of writing it. */
function isSamePage(url: string, next: string): boolean {
  const path = (each: string): string =>
    each.slice(originParts(each).origin.length).split(/[?#]/, 1)[0]?.replace(/\/+$/, '').toLowerCase() ?? ''
  return path(url) === path(next)
}

function emptyFindings(refused: PageFacts['emptyRefused']): PageFinding[] {
  if (refused === null) return []
  const params = { status: refused.status, names: shortened(refused.names.join(', ')) }
  return [{ code: 'emptyRefused', severity: 'warns', params, advice: [] }]
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
