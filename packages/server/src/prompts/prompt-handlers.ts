// The routes of prompts and pronunciations: beside the usual ones, the sound comes in and is played.
import { AppError, limits } from '@openseat/contracts'
import type { PreparedSound, SoundWork } from '../adapters/sounds/sound-work.ts'
import { readSpool } from '../files/spool.ts'
import type { Upload } from '../files/uploads.ts'
import { wantedPart } from '../http/file-answer.ts'
import type { RouteCall } from '../http/handlers.ts'
import { actor, found, type SettingsParts } from '../settings/checks.ts'
import { resourceHandlers } from '../settings/resource-handlers.ts'
import { mostPromptSeconds } from './prompt-renderer.ts'
import { storeSound } from './prompt-store.ts'
import { pronunciations, prompts, spokenOf, type SpokenParts } from './prompts.ts'

export interface PromptHandlerParts extends SettingsParts, SpokenParts {
  readonly sounds: SoundWork
}

export const promptHandlers = (parts: PromptHandlerParts) => ({
  ...resourceHandlers(parts, prompts, { given: ({ person, body }) => spokenOf(parts, person.tenantId, body) }),
  ...resourceHandlers(parts, pronunciations),
  uploadPrompt: (call: RouteCall<'uploadPrompt'>) => upload(parts, call),
  playPrompt: (call: RouteCall<'playPrompt'>) => play(parts, call),
})

async function upload({ settings, sounds }: PromptHandlerParts, call: RouteCall<'uploadPrompt'>) {
  const { person, params, query, body } = call
  const original = await wholeUpload(body)
  const { tenantId } = person
  await settings.read(tenantId, (trx) => prompts.read(trx, params.id))
  const made = await sounds.prepare({ tenantId, bytes: original, mostSeconds: mostPromptSeconds, trim: query.trim === 'true' })
  if (!made.ok) throw refusal(made, query.fileName)
  return settings.change(tenantId, actor(call), async ({ trx, audit }) => {
    const before = await prompts.read(trx, params.id)
    if (before.soundSource !== 'file') throw new AppError('PROMPT_OF_TEXT', { name: before.code })
    const bytes = await storeSound(trx, { tenantId, promptId: params.id }, { wave: made.wave, original })
    await trx
      .updateTable('prompt')
      .set({ bytes, duration_ms: made.durationMs, file_name: query.fileName, version: before.version + 1 })
      .where('id', '=', params.id)
      .execute()
    const { durationMs, fileName } = await prompts.read(trx, params.id)
    audit({ action: 'change', objectType: 'prompt', objectId: params.id, after: { fileName, durationMs, bytes } })
    return prompts.read(trx, params.id)
  })
}

async function wholeUpload({ place, close }: Upload): Promise<Buffer> {
  try {
    const pieces: Buffer[] = []
    for await (const piece of readSpool(place)) pieces.push(piece)
    return Buffer.concat(pieces)
  } finally {
    await close()
  }
}

const refusals = {
  unknown: 'SOUND_UNKNOWN',
  broken: 'SOUND_BROKEN',
  encoding: 'SOUND_ENCODING',
  channels: 'SOUND_CHANNELS',
  sampleRate: 'SOUND_RATE',
  empty: 'SOUND_EMPTY',
  tooLong: 'SOUND_LONG',
  noMp3: 'SOUND_NO_MP3',
  failed: 'SOUND_FAILED',
} as const

const refusal = ({ reason, detail }: Extract<PreparedSound, { ok: false }>, name: string): AppError =>
  new AppError(refusals[reason], { name, detail: detail === '' ? '—' : detail, max: limits.promptSeconds })

async function play({ settings }: PromptHandlerParts, { person, params, context }: RouteCall<'playPrompt'>) {
  const { code, wave } = await settings.read(person.tenantId, async (trx) => {
    const prompt = found(await trx.selectFrom('prompt').select('code').where('id', '=', params.id).executeTakeFirst(), 'prompt', params.id)
    const sound = await trx.selectFrom('prompt_sound').select('wave').where('prompt_id', '=', params.id).executeTakeFirst()
    if (sound === undefined) throw new AppError('PROMPT_SILENT', { name: prompt.code })
    return { code: prompt.code, wave: sound.wave }
  })
  const part = wantedPart(context.range, wave.length)
  if (part === undefined) throw new AppError('RANGE_REFUSED', { range: context.range ?? '', bytes: wave.length })
  const sent = part === null ? wave : wave.subarray(part.from, part.to + 1)
  return {
    name: `${code}.wav`,
    bytes: wave.length,
    part,
    async *open() {
      yield sent
    },
  }
}
