// Messages that callers left, for the agents of their queues and for whoever may read all records; and calling a customer back by
// the record. Numbers are shown to those who may see them, and dialled for everybody.
import { AppError, type Voicemail, type VoicemailState } from '@openseat/contracts'
import { maskNumber } from '@openseat/domain'
import { type RawBuilder, sql } from 'kysely'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { ObjectStore } from '../adapters/object-store/object-store.ts'
import { wantedPart } from '../http/file-answer.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { actor } from '../settings/checks.ts'
import { listPage } from '../settings/listing.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { Listenings } from './listenings.ts'
import { hadPart } from './part-in-call.ts'

export interface VoicemailParts {
  readonly settings: Settings
  readonly database: Database
  readonly objects: ObjectStore
  /** Dials for the person's own seat; the call's id. Rejects as the seat's commands do. */
  readonly dial: (person: Person, call: { readonly number: string; readonly queueId: number | null }) => Promise<string | null>
}

type Routes = 'listVoicemails' | 'changeVoicemail' | 'playVoicemail' | 'callBack'

export function voicemailHandlers({ settings, database, objects, dial }: VoicemailParts): HandlersOf<Routes> {
  const listenings = new Listenings(() => performance.now())
  return {
    async listVoicemails({ query, person }) {
      return settings.read(person.tenantId, async (trx) => {
        const own = voicemails(trx, person)
        const { items, total } = await listPage(filtered(own, query), query, {
          searched: [sql`v.queue_name`],
          sorted: { leftAt: sql`v.left_at`, queueName: sql`v.queue_name`, seconds: sql`v.duration_ms` },
          first: '-leftAt',
        })
        const isNew = own.clearSelect().where('v.state', '=', 'new')
        const { count } = await isNew.select(sql<number>`count(*)::integer`.as('count')).executeTakeFirstOrThrow()
        return { items: items.map((row) => toVoicemail(row, person)), total, newCount: count }
      })
    },
    async changeVoicemail({ params, body, person }) {
      return database.forTenant(person.tenantId).transaction(async (trx) => {
        const before = await oneOf(trx, person, params.id)
        const { agentNumber } = person
        if (agentNumber === null) throw new AppError('AGENT_NONE')
        const isOthers = before.state === 'taken' && before.agent_number !== agentNumber
        if (isOthers && body.state !== 'done') throw new AppError('VOICEMAIL_TAKEN', { agentNumber: before.agent_number ?? '' })
        await trx.updateTable('voicemail').set(changed(body.state, agentNumber)).where('id', '=', params.id).execute()
        return toVoicemail(await oneOf(trx, person, params.id), person)
      })
    },
    async playVoicemail(call) {
      const { params, person, context } = call
      const row = await settings.read(person.tenantId, (trx) => oneOf(trx, person, params.id))
      const bytes = row.object_key === null ? null : await objects.size(row.object_key)
      const key = row.object_key
      if (bytes === null || key === null) throw new AppError('OBJECT_NOT_FOUND', { object: 'recording', id: row.recording_id })
      const part = wantedPart(context.range, bytes)
      if (part === undefined) throw new AppError('RANGE_REFUSED', { range: context.range ?? '', bytes })
      await listenings.note(person, row.recording_id, (entry) => settings.note(actor(call), entry))
      return { name: `${row.recording_id}.wav`, bytes, part, open: () => objects.read(key, part ?? undefined) }
    },
    async callBack({ params, person }) {
      const called = await settings.read(person.tenantId, (trx) => customerOf(trx, person, params.callId))
      if (called.number === '') throw new AppError('CALL_BACK_WITHHELD')
      return { callId: await dial(person, called) }
    },
  }
}

function changed(state: VoicemailState, agentNumber: string) {
  return { state, agent_number: state === 'new' ? null : agentNumber, changed_at: sql<Date>`now()` }
}

/** Of the queues that the agent has skills for. */
const isOfOwnQueue = (person: Person): RawBuilder<boolean> => sql<boolean>`v.queue_id in (
  select k.queue_id from agent_skill k where k.tenant_id = v.tenant_id and k.agent_number = ${person.agentNumber ?? ''})`

function voicemails(trx: TenantTransaction, person: Person) {
  const rows = trx
    .selectFrom('voicemail as v')
    .innerJoin('contact as c', (join) => join.onRef('c.tenant_id', '=', 'v.tenant_id').onRef('c.call_id', '=', 'v.call_id'))
    .leftJoin('recording as r', (join) => join.onRef('r.tenant_id', '=', 'v.tenant_id').onRef('r.recording_id', '=', 'v.recording_id'))
    .select(['v.id', 'v.queue_id', 'v.queue_name', 'v.call_id', 'v.recording_id', 'v.duration_ms', 'v.left_at', 'v.state'])
    .select(['v.agent_number', 'v.changed_at', 'c.caller_number', 'r.object_key'])
  return may(person, 'record.readAll') ? rows : rows.where(isOfOwnQueue(person))
}

type Rows = ReturnType<typeof voicemails>
type Row = Awaited<ReturnType<Rows['executeTakeFirstOrThrow']>>

function filtered(
  rows: Rows,
  { queueId, state }: { readonly queueId?: number | undefined; readonly state?: VoicemailState | 'open' | undefined },
): Rows {
  const ofQueue = queueId === undefined ? rows : rows.where('v.queue_id', '=', queueId)
  if (state === undefined) return ofQueue
  return state === 'open' ? ofQueue.where('v.state', '<>', 'done') : ofQueue.where('v.state', '=', state)
}

async function oneOf(trx: TenantTransaction, person: Person, id: number): Promise<Row> {
  const row = await voicemails(trx, person).where('v.id', '=', id).executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'voicemail', id })
  return row
}

function toVoicemail(row: Row, person: Person): Voicemail {
  const isWhole = may(person, 'number.reveal')
  return {
    id: row.id,
    queueId: row.queue_id,
    queueName: row.queue_name,
    callId: row.call_id,
    callerNumber: isWhole ? row.caller_number : maskNumber(row.caller_number),
    numbersMasked: !isWhole,
    leftAt: row.left_at.toISOString(),
    seconds: Math.round(row.duration_ms / 1000),
    isPlayable: row.object_key !== null,
    state: row.state,
    agentNumber: row.agent_number,
    changedAt: row.changed_at?.toISOString() ?? null,
  }
}

/** Whom the agent may call back: the customers of contacts and of messages that the agent may see. */
async function customerOf(trx: TenantTransaction, person: Person, callId: string): Promise<{ number: string; queueId: number | null }> {
  const contacts = trx
    .selectFrom('contact as c')
    .select(['c.direction', 'c.caller_number', 'c.called_number', 'c.customer_e164', 'c.dialled', 'c.queue_id'])
    .where('c.call_id', '=', callId)
    .where('c.purpose', '=', 'customer')
  const ofMailbox = sql<boolean>`exists (select from voicemail v where v.tenant_id = c.tenant_id and v.call_id = c.call_id and ${isOfOwnQueue(person)})`
  const isOwn = sql<boolean>`(${hadPart(person.agentNumber ?? '')} or ${ofMailbox})`
  const row = await (may(person, 'record.readAll') ? contacts : contacts.where(isOwn)).executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'contactRecord', id: callId })
  if (row.direction === 'outbound') return { number: row.dialled ?? row.called_number, queueId: null }
  return { number: row.customer_e164 ?? row.caller_number, queueId: null }
}
