// The way to a page as a browser would go it, each redirect judged like a first request. What it means is for others to say.
import type { AllowListRule, PageAnswer, WayEnd } from '@openseat/domain'
import type { OutsideHttp } from './outside-http.ts'
import type { OutsideAnswer } from './outside-request.ts'

const maxAnswers = 10
/** More of a page is not read: what it loads stands in its head. */
const maxHtmlBytes = 262_144

export interface PageFetch {
  readonly answers: readonly PageAnswer[]
  readonly end: WayEnd
}

export interface PageRequest {
  readonly tenantId: number
  readonly url: string
  readonly allow: readonly AllowListRule[]
  /** Urlencoded; null: a plain GET. */
  readonly form: string | null
  readonly headers: Readonly<Record<string, string>>
  /** For the whole way. */
  readonly timeoutMs: number
  /** False: only the heads of the answers matter. */
  readonly wantsHtml: boolean
}

interface Step {
  readonly url: string
  readonly form: string | null
}

/** Null when the tenant asks too much at the moment. */
export async function fetchPage(outside: OutsideHttp, question: PageRequest): Promise<PageFetch | null> {
  const until = performance.now() + question.timeoutMs
  const answers: PageAnswer[] = []
  let step: Step = { url: URL.canParse(question.url) ? new URL(question.url).href : question.url, form: question.form }
  while (answers.length < maxAnswers) {
    const answer = await askStep(outside, { ...question, ...step, timeoutMs: Math.max(1, until - performance.now()) })
    if (!answer.ok) return endOf(answer, { answers, url: step.url })
    const { status, headers } = answer
    answers.push({ url: step.url, method: step.form === null ? 'GET' : 'POST', status, headers })
    const next = nextStep(answer, step)
    if (next === null) return { answers, end: { kind: 'document', html: answer.body.toString('utf8') } }
    step = next
  }
  return { answers, end: { kind: 'loop', url: step.url } }
}

function askStep(outside: OutsideHttp, { form, headers, wantsHtml, ...question }: PageRequest): Promise<OutsideAnswer> {
  const posting = {
    method: 'POST',
    body: form ?? '',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  } as const
  const maxBytes = wantsHtml ? maxHtmlBytes : 0
  return outside.fetch({ ...question, ...(form === null ? { method: 'GET', headers } : posting), maxBytes, beyond: 'cut' })
}

function endOf(answer: Extract<OutsideAnswer, { ok: false }>, { answers, url }: { answers: PageAnswer[]; url: string }): PageFetch | null {
  const { failure, detail } = answer
  if (failure === 'busy') return null
  return { answers, end: { kind: 'failed', url, failure: failure === 'tooLarge' ? 'broken' : failure, detail } }
}

/** Null where the way ends. Source: Fetch, "HTTP-redirect fetch". */
function nextStep({ status, headers }: Extract<OutsideAnswer, { ok: true }>, { url, form }: Step): Step | null {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined || !URL.canParse(location, url)) return null
  return { url: new URL(location, url).href, form: status === 307 || status === 308 ? form : null }
}
