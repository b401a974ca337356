// Who may hear a recording hears it: whoever has the right and may see the contact. Each listening stands in the audit log.
import { AppError } from '@openseat/contracts'
import { wavePeaks } from '@openseat/telephony'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { ObjectStore } from '../adapters/object-store/object-store.ts'
import { hadPart } from './part-in-call.ts'
import { wantedPart } from '../http/file-answer.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { actor } from '../settings/checks.ts'
import type { Settings } from '../settings/settings.ts'
import { Listenings } from './listenings.ts'
import type { Recordings } from './recordings.ts'

export interface RecordingParts {
  readonly settings: Settings
  readonly objects: ObjectStore
  readonly recordings: Recordings
}

const waveformPoints = 600

export function recordingHandlers(parts: RecordingParts): HandlersOf<'getWaveform' | 'playRecording' | 'deleteRecording'> {
  const { settings, objects, recordings } = parts
  const listenings = new Listenings(() => performance.now())
  return {
    async getWaveform({ params, person }) {
      const { path, done } = await objects.asFile(await readableKey(parts, person, params.recordingId))
      return wavePeaks(path, { points: waveformPoints }).finally(done)
    },
    async playRecording(call) {
      const { params, person, context } = call
      const key = await readableKey(parts, person, params.recordingId)
      const bytes = await objects.size(key)
      if (bytes === null) throw notFound(params.recordingId)
      const part = wantedPart(context.range, bytes)
      if (part === undefined) throw new AppError('RANGE_REFUSED', { range: context.range ?? '', bytes })
      await listenings.note(person, params.recordingId, (entry) => settings.note(actor(call), entry))
      return { name: `${params.recordingId}.wav`, bytes, part, open: () => objects.read(key, part ?? undefined) }
    },
    async deleteRecording(call) {
      const { params, person } = call
      await readableKey(parts, person, params.recordingId)
      await recordings.delete(person.tenantId, params.recordingId, actor(call))
    },
  }
}

const notFound = (id: string): AppError => new AppError('OBJECT_NOT_FOUND', { object: 'recording', id })

/** The object's key, for those who may see the contact. */
async function readableKey({ settings }: RecordingParts, person: Person, recordingId: string): Promise<string> {
  const row = await settings.read(person.tenantId, (trx) => {
    const ready = trx
      .selectFrom('recording as r')
      .innerJoin('contact as c', (join) => join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.call_id', '=', 'r.call_id'))
      .select('r.object_key')
      .where('r.recording_id', '=', recordingId)
      .where('r.status', '=', 'ready')
    const visible = may(person, 'record.readAll') ? ready : ready.where(hadPart(person.agentNumber ?? ''))
    return visible.executeTakeFirst()
  })
  if (!row?.object_key) throw notFound(recordingId)
  return row.object_key
}
