// Checks all enabled pops of all tenants each night. What is due follows from the stored results, so that a restart
// forgets nothing; a claim in the row keeps several programs on one database from asking twice.
import type { PlatformStore } from '../../store/platform-store.ts'
import { programActor } from '../../settings/platform-setup.ts'
import type { TenantTransaction } from '../../store/tenant-store.ts'
import type { Settings } from '../../settings/settings.ts'
import { zoneOf } from '../../store/tenant-facts.ts'
import { isDue, type NightlyPop } from './night-plan.ts'
import type { PageChecks } from './page-checks.ts'

export interface NightlyChecksParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  readonly checks: PageChecks
  readonly now: () => number
  readonly failed: (error: unknown) => void
}

const lookEveryMs = 60_000
const claimMs = 5 * 60_000
const atOnce = 4

export class NightlyChecks {
  readonly #parts: NightlyChecksParts
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #closed = false

  constructor(parts: NightlyChecksParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.look()
        .catch(this.#parts.failed)
        .finally(() => (this.#running = null))
    }, lookEveryMs)
    this.#timer.unref()
  }

  /** Checks what is due now. */
  async look(): Promise<void> {
    const due = (await this.#enabled()).filter((pop) => isDue(pop, this.#parts.now()))
    const worker = async (): Promise<void> => {
      for (let pop = due.shift(); pop !== undefined && !this.#closed; pop = due.shift()) await this.#check(pop).catch(this.#parts.failed)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  async #enabled(): Promise<NightlyPop[]> {
    const { platform, settings } = this.#parts
    const found: NightlyPop[] = []
    for (const { id: tenantId, status } of await platform.tenants()) {
      if (status !== 'active' || this.#closed) continue
      const { rows, timeZone } = await settings.read(tenantId, async (trx) => ({
        rows: await enabledPops(trx),
        timeZone: zoneOf(await trx.selectFrom('tenant').select('time_zone').executeTakeFirstOrThrow()),
      }))
      for (const { id, last_check } of rows) found.push({ tenantId, id, timeZone, checkedAt: last_check && Date.parse(last_check.at) })
    }
    return found
  }

  async #check(pop: NightlyPop): Promise<void> {
    if (await this.#claim(pop)) await this.#parts.checks.pop({ ...programActor, tenantId: pop.tenantId }, pop.id)
  }

  /** False when somebody else is at it, or was. */
  async #claim({ tenantId, id, checkedAt }: NightlyPop): Promise<boolean> {
    const { settings, now } = this.#parts
    let claimed = false
    await settings.keep(tenantId, async (trx) => {
      const row = await trx
        .selectFrom('screen_pop')
        .select(['last_check', 'check_claimed_until'])
        .where('id', '=', id)
        .where('enabled', '=', true)
        .forUpdate()
        .executeTakeFirst()
      if (!row || (row.check_claimed_until?.getTime() ?? 0) > now()) return
      if ((row.last_check && Date.parse(row.last_check.at)) !== checkedAt) return
      await trx
        .updateTable('screen_pop')
        .set({ check_claimed_until: new Date(now() + claimMs) })
        .where('id', '=', id)
        .execute()
      claimed = true
    })
    return claimed
  }
}

const enabledPops = (trx: TenantTransaction) =>
  trx.selectFrom('screen_pop').select(['id', 'last_check']).where('enabled', '=', true).where('page_kind', '=', 'external').execute()
