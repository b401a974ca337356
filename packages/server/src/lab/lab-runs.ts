// What the page author's lab has opened: kept in memory for an hour, for whoever opened it.
import { steadyNow } from '../runtime/clock.ts'
import { randomUUID } from 'node:crypto'
import { callDataNames, type LabRun, type RouteBody } from '@openseat/contracts'
import { livingAddress, pageRequest, tokenMark, type CallData } from '@openseat/domain'
import { ContextTokens } from '../pops/context-token.ts'
import type { FramedPage } from '../pops/wrapper-document.ts'
import { labPath, passingKey } from './passing-key.ts'

const keptMs = 3_600_000
const maxKept = 1_000

interface Author {
  /** Who alone is given the run's documents. */
  readonly owner: string
  readonly tenant: string
  /** Told to the page, unless the author says otherwise. */
  readonly workbenchOrigin: string
}

interface KeptRun {
  readonly owner: string
  readonly page: FramedPage
  readonly until: number
}

export class LabRuns {
  readonly #kept = new Map<string, KeptRun>()
  /** Never the key that signs of real contacts: what the lab says is made up. */
  readonly keys = passingKey()
  readonly #tokens: ContextTokens

  constructor(now: () => number) {
    this.#tokens = new ContextTokens(this.keys, now)
  }

  async start(input: RouteBody<'startLabRun'>, { owner, tenant, workbenchOrigin }: Author): Promise<LabRun> {
    const runId = randomUUID()
    const told = input.toldOrigin === null ? workbenchOrigin : new URL(input.toldOrigin).origin
    const callData = { ...emptyCallData, ...input.callData }
    const { url, form } =
      input.passMode === 'webApi'
        ? { url: livingAddress(input.url, told), form: null }
        : pageRequest(input, { callData, attachedData: input.attachedData }, told)
    const issuer = `${workbenchOrigin}${labPath}`
    const contextToken = input.contextToken ? await this.#tokens.issue({ tenant, callData, url, issuer }) : ''
    const page = {
      callId: `lab-${runId}`,
      popId: 0,
      name: new URL(url).host,
      url: url.replaceAll(tokenMark, contextToken),
      form: form?.map((field) => (field.value === tokenMark ? { ...field, value: contextToken } : field)) ?? null,
      grants: input.grants,
    }
    this.#keep(runId, { owner, page, until: steadyNow() + keptMs })
    return { runId, url: page.url, form: page.form, contextToken, framePath: `/pop/lab/${runId}` }
  }

  pageOf(owner: string, runId: string): FramedPage | undefined {
    const run = this.#kept.get(runId)
    return run && run.owner === owner && run.until > steadyNow() ? run.page : undefined
  }

  #keep(runId: string, run: KeptRun): void {
    this.#kept.set(runId, run)
    for (const [id, { until }] of this.#kept) {
      if (this.#kept.size <= maxKept && until > steadyNow()) return
      this.#kept.delete(id)
    }
  }
}

const emptyCallData = Object.fromEntries(callDataNames.map((name) => [name, ''])) as unknown as CallData
