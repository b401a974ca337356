// The library of prompts. A text is spoken before it is stored, so that no caller is the first to wait for it.
import { type FieldProblem, type Language, prompt, pronunciation } from '@openseat/contracts'
import { speakable } from '@openseat/domain'
import { sql } from 'kysely'
import { ResourceChanges } from '../settings/resource-changes.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { PromptRefused } from './prompt-plan.ts'
import type { PromptRenderer } from './prompt-renderer.ts'
import { forgetSound, storeSound } from './prompt-store.ts'
import type { SoundSpool } from './sound-spool.ts'

/** What became of a text before its prompt is stored; null: it is none of a text. */
export type Spoken = { readonly wave: Buffer; readonly durationMs: number } | 'speechEmpty' | 'speechNone' | 'speechFailed' | null

export interface SpokenParts {
  readonly renderer: PromptRenderer
  readonly spool: SoundSpool
}

interface WantedText {
  readonly soundSource?: unknown
  readonly text?: unknown
  readonly language?: unknown
  readonly rate?: unknown
}

export async function spokenOf({ renderer, spool }: SpokenParts, tenantId: number, body: WantedText | undefined): Promise<Spoken> {
  // Of a deletion there is no body.
  const { soundSource, text, language, rate } = body ?? {}
  if (soundSource !== 'text' || typeof text !== 'string' || text === '') return null
  const spokenLanguage: Language = language === 'en' ? 'en' : 'zh-CN'
  const words = speakable(text, spokenLanguage)
  if (!/[\p{L}\p{N}]/u.test(words)) return 'speechEmpty'
  try {
    const sound = await renderer.speak({ tenantId, text: words, language: spokenLanguage, rate: typeof rate === 'number' ? rate : 100 })
    return { wave: await spool.file(sound), durationMs: sound.durationMs }
  } catch (error) {
    if (!(error instanceof PromptRefused)) throw error
    return error.code === 'SPEECH_NONE' ? 'speechNone' : 'speechFailed'
  }
}

/** A piece of a prompt that names the code, or the music of a queue. */
const namedIn = (document: string) =>
  sql.raw(`jsonb_path_exists(${document}::jsonb,
  '$.** ? (@.kind == "file" && @.prompt == $code || @.music == $code)', jsonb_build_object('code', t.code))`)

/** Queues, and flows as they are drafted and as calls run through them. */
const usersSql = sql<string[]>`(select coalesce(json_agg(u.name order by u.name), '[]') from (
  select q.name from skill_queue q where q.tenant_id = t.tenant_id and t.id in (q.wait_prompt_id, q.hold_prompt_id)
  union select f.name from flow f where f.tenant_id = t.tenant_id and (${namedIn('f.draft')} or exists (
    select from flow_revision r where r.tenant_id = f.tenant_id and r.flow_id = f.id and r.retired_at is null and ${namedIn('r.document')}))) u)`

export const prompts = new ResourceChanges<typeof prompt, Spoken>(prompt, {
  facts: { usedBy: usersSql },
  check: ({ given }): FieldProblem[] =>
    typeof given === 'string' ? [{ field: 'text', code: 'FIELD_NOT_APPLICABLE', params: { rule: given } }] : [],
  // The sound of a file stays while its prompt does; a prompt that becomes one of a file has none yet.
  columns: ({ given, before, input: { soundSource } }) => {
    if (given !== null && typeof given === 'object') return { duration_ms: given.durationMs, file_name: '' }
    return soundSource === 'file' && before?.soundSource !== 'file' ? { duration_ms: null, bytes: null } : {}
  },
  save: async ({ edit: { trx, tenantId }, given, before, input: { soundSource } }, key) => {
    const promptId = Number(key)
    if (given !== null && typeof given === 'object') {
      const bytes = await storeSound(trx, { tenantId, promptId }, { wave: given.wave, original: null })
      await trx.updateTable('prompt').set({ bytes }).where('id', '=', promptId).execute()
    } else if (soundSource === 'file' && before?.soundSource === 'text') await forgetSound(trx, promptId)
  },
  users: (_trx, { usedBy }) => Promise.resolve(usedBy),
  audited: ({ usedBy: _usedBy, ...kept }) => kept,
})

export const pronunciations = new ResourceChanges(pronunciation, {
  check: async ({ edit: { trx }, input: { word, language }, before }) => {
    const same = trx
      .selectFrom('pronunciation')
      .select('id')
      .where(sql<boolean>`lower(word) = lower(${word})`)
      .where('language', '=', language)
    const other = await same.where('id', '<>', before?.id ?? 0).executeTakeFirst()
    return other === undefined ? [] : [{ field: 'word', code: 'FIELD_TAKEN', params: { value: word } }]
  },
})

/** Those that have a sound. */
export async function promptNames(trx: TenantTransaction): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.selectFrom('prompt').select(['code', 'name']).where('duration_ms', 'is not', null).execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
