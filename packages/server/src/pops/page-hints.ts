// What the server learns of a company's page by a request of its own, without any data of a call. A browser says of a page that
// it refused to show nothing at all, so this is all there is to go by; but it is one request taken for another: no cookies,
// no parameters, another network. So it is a hint, only of what was answered directly, and any sign of life overrules it.
import { embedsPdf, frameRefusal, isPdf, type AllowListRule } from '@openseat/domain'
import { browserHeaders } from '../adapters/outside-http/browser-headers.ts'
import type { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import type { OutsideAnswer, OutsideFailure } from '../adapters/outside-http/outside-request.ts'

/**
 * `noPage`: there is none at the address, whoever asks, or what answers for it is down. `pdf`: the page is one; `pdfInside`: it shows one. Browsers show none in a
 * frame with a sandbox.
 */
export type PageHint = '' | 'refused' | 'noPage' | 'unreachable' | 'pdf' | 'pdfInside'

const askWithinMs = 4_000
const keptMs = 30_000
const maxKept = 500
const maxHtmlBytes = 65_536

export interface HintQuestion {
  readonly tenantId: number
  readonly url: string
  readonly allowList: readonly AllowListRule[]
  /** The workbench's origin: it frames the page. */
  readonly framedBy: string
}

/** Remembers hints for a short while, so that a busy queue does not ask the company's server for each call. */
export class PageHints {
  readonly #kept = new Map<string, { readonly until: number; readonly hint: Promise<PageHint> }>()
  readonly #outside: OutsideHttp
  readonly #now: () => number

  constructor(outside: OutsideHttp, now: () => number) {
    this.#outside = outside
    this.#now = now
  }

  of({ url, ...question }: HintQuestion): Promise<PageHint> {
    const { origin, pathname } = new URL(url)
    const address = `${origin}${pathname}`
    const key = `${question.tenantId} ${question.framedBy} ${address}`
    const known = this.#kept.get(key)
    if (known && known.until > this.#now()) return known.hint
    const hint = ask({ ...question, url: address }, this.#outside)
    this.#kept.delete(key)
    this.#kept.set(key, { until: this.#now() + keptMs, hint })
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest)
    return hint
  }
}

/** By these an address or a gateway fails for everybody; by others for somebody without a log-in, or without parameters. */
const failsForAll: readonly number[] = [404, 410, 502, 503, 504]

/** A redirect, a refusal and most errors are what somebody without a log-in gets: they say nothing of the agent's page. */
async function ask({ tenantId, url, allowList: allow, framedBy }: HintQuestion, outside: OutsideHttp): Promise<PageHint> {
  const headers = { ...browserHeaders, 'sec-fetch-dest': 'iframe' }
  const question = { tenantId, url, allow, method: 'GET', headers, timeoutMs: askWithinMs, maxBytes: maxHtmlBytes, beyond: 'cut' } as const
  const answer = await outside.fetch(question)
  if (!answer.ok) return failureHints[answer.failure] ?? ''
  if (failsForAll.includes(answer.status) || leadsToItself(answer, url)) return 'noPage'
  if (answer.status < 200 || answer.status > 299) return ''
  if (frameRefusal(answer.headers, { page: url, framedBy })) return 'refused'
  if (isPdf(answer.headers)) return 'pdf'
  return embedsPdf(answer.body.toString('latin1')) ? 'pdfInside' : ''
}

const failureHints: Readonly<Partial<Record<OutsideFailure, PageHint>>> = {
  dns: 'unreachable',
  refused: 'unreachable',
  timeOut: 'unreachable',
  broken: 'noPage',
}

function leadsToItself({ status, headers }: Extract<OutsideAnswer, { ok: true }>, url: string): boolean {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? ''
  return status > 300 && status < 309 && URL.canParse(location, url) && new URL(location, url).href === url
}
