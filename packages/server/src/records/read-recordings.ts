// The recordings of a contact, for its record.
import { dayOf, type Recording } from '@openseat/contracts'
import { readParameters, zoneOf } from '../store/tenant-facts.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

const dayMs = 86_400_000

export async function readRecordings(trx: TenantTransaction, callId: string): Promise<Recording[]> {
  const rows = await trx.selectFrom('recording').selectAll().where('call_id', '=', callId).orderBy('started_at').execute()
  if (rows.length === 0) return []
  const { recordingRetentionDays: days } = await readParameters(trx)
  const zone = zoneOf(await trx.selectFrom('tenant').select('time_zone').executeTakeFirstOrThrow())
  // The day of its beginning is kept to its end.
  const end = (startedAt: Date): Date => new Date(dayOf(startedAt.getTime(), zone).to + days * dayMs)
  return rows.map((row) => ({
    recordingId: row.recording_id,
    startedAt: row.started_at.toISOString(),
    durationMs: row.duration_ms,
    bytes: row.bytes === null ? null : Number(row.bytes),
    status: row.status,
    deleteAt: row.status === 'ready' ? end(row.started_at).toISOString() : null,
  }))
}
