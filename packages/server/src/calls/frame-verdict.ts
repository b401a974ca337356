// Whether a company's page may stand in our frame, as its own headers say: a browser shows an error page in its place and
// tells nobody. Asked without any data of a call.
import { frameRefusal, type AllowListRule, type AskFailure } from '@openseat/domain'
import type { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { goWay } from '../adapters/outside-http/page-way.ts'

export type FrameVerdict = 'framable' | 'refused' | 'unreachable'

const askWithinMs = 4_000
const keptMs = 30_000
const maxKept = 500

export interface VerdictQuestion {
  readonly tenantId: number
  readonly url: string
  readonly allowList: readonly AllowListRule[]
  /** The workbench's origin: it frames the page. */
  readonly framedBy: string
}

/** Remembers verdicts for a short while, so that a busy queue does not ask the company's server twice for each call. */
export class FrameVerdicts {
  readonly #kept = new Map<string, { readonly until: number; readonly verdict: Promise<FrameVerdict> }>()
  readonly #outside: OutsideHttp
  readonly #now: () => number

  constructor(outside: OutsideHttp, now: () => number) {
    this.#outside = outside
    this.#now = now
  }

  of({ url, ...question }: VerdictQuestion): Promise<FrameVerdict> {
    const { origin, pathname } = new URL(url)
    const address = `${origin}${pathname}`
    const key = `${question.tenantId} ${question.framedBy} ${address}`
    const known = this.#kept.get(key)
    if (known && known.until > this.#now()) return known.verdict
    const verdict = judge({ ...question, url: address }, this.#outside)
    this.#kept.delete(key)
    this.#kept.set(key, { until: this.#now() + keptMs, verdict })
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest)
    return verdict
  }
}

/** Where the way ends, the page's own headers say it. What cannot be asked now is not held against the page. */
async function judge({ tenantId, url, allowList, framedBy }: VerdictQuestion, outside: OutsideHttp): Promise<FrameVerdict> {
  const way = await goWay(outside, { tenantId, url, allow: allowList, form: null, headers: {}, timeoutMs: askWithinMs, wantsHtml: false })
  const page = way?.answers.at(-1)
  if (way?.end.kind === 'failed') return isUnreachable(way.end.failure) ? 'unreachable' : 'framable'
  return page && frameRefusal(page.headers, { page: page.url, framedBy }) ? 'refused' : 'framable'
}

const isUnreachable = (failure: AskFailure): boolean => failure !== 'unlisted' && failure !== 'forbidden'
