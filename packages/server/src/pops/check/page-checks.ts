// The check (检测) of a screen pop's page: asks for it as an agent's browser would, with sample values in place of a call's,
// has it judged, and keeps what was found beside the pop.
import { AppError, type PageCheck, type PageDraft, type ScreenPop } from '@openseat/contracts'
import { judgePage, outcomeOf, tokenMark, type AllowListRule, type PageFacts } from '@openseat/domain'
import type { Logger } from 'pino'
import type { OutsideHttp } from '../../adapters/outside-http/outside-http.ts'
import { browserHeaders } from '../../adapters/outside-http/browser-headers.ts'
import { fetchPage, type PageFetch, type PageRequest } from '../../adapters/outside-http/page-fetch.ts'
import { refuseIfAny } from '../../http/problem.ts'
import { json } from '../../store/schema.ts'
import { previewRequest } from '../../settings/pop-preview.ts'
import { readPop } from '../../settings/screen-pops.ts'
import type { Actor, Settings } from '../../settings/settings.ts'
import { approvedAddresses } from '../../store/tenant-facts.ts'

export interface PageChecksParts {
  readonly settings: Settings
  readonly outside: OutsideHttp
  /** The workbench's own origin: what stands around the page. */
  readonly workbenchOrigin: string
  readonly now: () => number
  readonly log: Pick<Logger, 'info'>
}

const wholeMs = 15_000
const sampleAgent = { agentNumber: '101', account: 'agent' }

export class PageChecks {
  readonly #parts: PageChecksParts

  constructor(parts: PageChecksParts) {
    this.#parts = parts
  }

  /** Of a page that may not be saved yet; nothing is kept. */
  async draft(tenantId: number, page: PageDraft): Promise<PageCheck> {
    const { settings, now } = this.#parts
    const allow = await settings.read(tenantId, approvedAddresses)
    const findings = judgePage(await this.#factsOf(page, { tenantId, allow }))
    return { at: new Date(now()).toISOString(), outcome: outcomeOf(findings), findings }
  }

  /** Of a saved pop. A result that differs from the last one stands in the log and in the audit log. */
  async pop(actor: Actor, id: number): Promise<PageCheck> {
    const { settings } = this.#parts
    const { tenantId } = actor
    const pop = await settings.read(tenantId, (trx) => readPop(trx, id))
    // There is no address to ask.
    if (pop.pageKind === 'internal') refuseIfAny([{ field: 'url', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'internalPage' } }])
    const check = await this.draft(tenantId, pop)
    // What was changed in the meantime keeps no result of what it was.
    await settings.keep(tenantId, (trx) =>
      trx
        .updateTable('screen_pop')
        .set({ last_check: json(check) })
        .where('id', '=', id)
        .where('version', '=', pop.version)
        .execute(),
    )
    await this.#tell(actor, pop, check)
    return check
  }

  async #tell(actor: Actor, { id, name, lastCheck }: ScreenPop, check: PageCheck): Promise<void> {
    const before = lastCheck?.outcome ?? null
    if (before === check.outcome) return
    const codes = check.findings.map(({ code }) => code)
    this.#parts.log.info(
      { tenantId: actor.tenantId, popId: id, before, outcome: check.outcome, codes },
      'the check of a screen pop has another outcome',
    )
    const after = { name, outcome: check.outcome, codes }
    await this.#parts.settings.note(actor, {
      action: 'check',
      objectType: 'screenPop',
      objectId: id,
      before: { name, outcome: before },
      after,
    })
  }

  async #factsOf(page: PageDraft, scope: Scope): Promise<PageFacts> {
    const { workbenchOrigin: framedBy } = this.#parts
    const { openMode, passMode } = page
    const { url, form } = previewRequest(page, sampleAgent, framedBy)
    const ask = (fields: Form | null) =>
      this.#go({ ...scope, url: url.replaceAll(tokenMark, ''), form: fields && encoded(fields) }, openMode)
    const posted = await ask(form)
    const refused = form && refusedForm(posted)
    // What else there is to say of the page, it says to a plain request.
    const way = refused ? await ask(null) : posted
    const isTaken = !refused || (way.answers.at(-1)?.status ?? 0) >= 400
    const emptyRefused = form && !refused ? await this.#withoutNumber(page, { form, ask }) : null
    const attachedInAddress =
      passMode === 'get' ? page.params.filter(({ source }) => source === 'attachedData').map(({ name }) => name) : []
    return { framedBy, openMode, passMode, address: url, attachedInAddress, ...way, postRefused: isTaken ? null : refused, emptyRefused }
  }

  /** A caller may withhold the number, and what is attached may be absent: pages that count on both break in the call. */
  async #withoutNumber(page: PageDraft, { form, ask }: Posted): Promise<PageFacts['emptyRefused']> {
    const names = absentNames(page)
    if (names.length === 0 || page.omitEmpty) return null
    const status = refusedForm(await ask(form.map((field) => (names.includes(field.name) ? { ...field, value: '' } : field))))
    return status === null ? null : { status, names }
  }

  async #go(question: Scope & Pick<PageRequest, 'url' | 'form'>, openMode: PageDraft['openMode']): Promise<PageFetch> {
    const origin = question.form === null ? {} : { origin: this.#parts.workbenchOrigin }
    const headers = { ...browserHeaders, 'sec-fetch-dest': openMode === 'embedded' ? 'iframe' : 'document', ...origin }
    const way = await fetchPage(this.#parts.outside, { ...question, headers, timeoutMs: wholeMs, wantsHtml: true })
    if (way === null) throw new AppError('REQUEST_RATE', { seconds: 60 })
    return way
  }
}

type Form = readonly { readonly name: string; readonly value: string }[]

interface Posted {
  readonly form: Form
  readonly ask: (fields: Form) => Promise<PageFetch>
}

/** Fields that are empty in some calls. */
const absentNames = ({ params }: PageDraft): string[] =>
  params.length === 0
    ? ['callerNum']
    : params.filter(({ source, key }) => source === 'attachedData' || key === 'callerNum').map(({ name }) => name)

interface Scope {
  readonly tenantId: number
  readonly allow: readonly AllowListRule[]
}

/** The names of the fields with the values of no call. */
const encoded = (fields: Form): string =>
  new URLSearchParams(fields.map(({ name, value }): [string, string] => [name, value === tokenMark ? '' : value])).toString()

/** The status by which the page did not take the form. */
function refusedForm({ answers }: PageFetch): number | null {
  const last = answers.at(-1)
  return last?.method === 'POST' && last.status >= 400 ? last.status : null
}
