// The tenant's prompts as calls need them: by code or id to a file that can be played; pronunciations and time zone. What was read stays
// until the tenant's settings change.
import type { Language } from '@openseat/contracts'
import type { Pronunciation } from '../adapters/speech/speech-synthesis.ts'
import type { Settings } from '../settings/settings.ts'
import { zoneOf } from '../store/tenant-facts.ts'
import type { PromptSources } from './prompt-renderer.ts'
import type { SoundSpool, SpooledSound } from './sound-spool.ts'

interface TenantPrompts {
  /** Ids and digests of those that have a sound. */
  readonly byCode: ReadonlyMap<string, StoredPrompt>
  readonly byId: ReadonlyMap<number, StoredPrompt>
  readonly pronunciations: readonly (Pronunciation & { readonly language: Language })[]
  readonly timeZone: string
}

interface StoredPrompt {
  readonly id: number
  readonly digest: string
}

export class PromptLibrary implements PromptSources {
  readonly #settings: Settings
  readonly #spool: SoundSpool
  readonly #known = new Map<number, Promise<TenantPrompts>>()
  readonly #stop: () => void

  constructor(settings: Settings, spool: SoundSpool) {
    this.#settings = settings
    this.#spool = spool
    this.#stop = settings.onTenantChanged((tenantId) => void this.#known.delete(tenantId))
  }

  async prompt(tenantId: number, code: string): Promise<SpooledSound | undefined> {
    const { byCode } = await this.#tenant(tenantId)
    return this.#sound(tenantId, byCode.get(code.toLowerCase()))
  }

  async promptOfId(tenantId: number, id: number): Promise<SpooledSound | undefined> {
    const { byId } = await this.#tenant(tenantId)
    return this.#sound(tenantId, byId.get(id))
  }

  async pronunciations(tenantId: number, language: Language): Promise<readonly Pronunciation[]> {
    const { pronunciations } = await this.#tenant(tenantId)
    return pronunciations.filter((each) => each.language === language).map(({ word, say }) => ({ word, say }))
  }

  async timeZone(tenantId: number): Promise<string> {
    return (await this.#tenant(tenantId)).timeZone
  }

  close(): void {
    this.#stop()
  }

  async #sound(tenantId: number, stored: StoredPrompt | undefined): Promise<SpooledSound | undefined> {
    if (stored === undefined) return undefined
    return this.#spool.keep(`prompt/${tenantId}/${stored.id}/${stored.digest}`, async () => {
      const row = await this.#settings.read(tenantId, (trx) =>
        trx.selectFrom('prompt_sound').select('wave').where('prompt_id', '=', stored.id).executeTakeFirstOrThrow(),
      )
      return row.wave
    })
  }

  #tenant(tenantId: number): Promise<TenantPrompts> {
    const known = this.#known.get(tenantId)
    if (known !== undefined) return known
    const reading = this.#read(tenantId)
    this.#known.set(tenantId, reading)
    reading.catch(() => this.#known.get(tenantId) === reading && this.#known.delete(tenantId))
    return reading
  }

  #read(tenantId: number): Promise<TenantPrompts> {
    return this.#settings.read(tenantId, async (trx) => {
      const rows = await trx
        .selectFrom('prompt as p')
        .innerJoin('prompt_sound as s', (join) => join.onRef('s.tenant_id', '=', 'p.tenant_id').onRef('s.prompt_id', '=', 'p.id'))
        .select(['p.id', 'p.code', 's.digest'])
        .execute()
      const spoken = await trx.selectFrom('pronunciation').select(['word', 'say', 'language']).execute()
      return {
        byCode: new Map(rows.map((row) => [row.code.toLowerCase(), row])),
        byId: new Map(rows.map((row) => [row.id, row])),
        pronunciations: spoken,
        timeZone: zoneOf(await trx.selectFrom('tenant').select('time_zone').executeTakeFirstOrThrow()),
      }
    })
  }
}
