// Contact records (接触记录): whoever may see only their own sees only their own; numbers are masked here, on the server.
import {
  AppError,
  callPurposes,
  type ContactRecord,
  type ContactSummary,
  directions,
  mediaTypes,
  releaseCauses,
  type RouteQuery,
  writtenNumber,
} from '@openseat/contracts'
import { maskNumber, partyNumber, type ShownNumbering, writtenForms } from '@openseat/domain'
import { sql } from 'kysely'
import { readRecordings } from './read-recordings.ts'
import { pathTo, readCallReasons } from '../settings/call-reasons.ts'
import { readNumbering } from '../settings/region.ts'
import { type ContactQuestion, findContacts, isRecorded, type SoughtNumber } from './contact-list.ts'
import { readTimeline } from '../desk/journal.ts'
import { maskedFacts } from './masked-facts.ts'
import { hadPart } from './part-in-call.ts'
import { readWrapUps } from './wrap-ups.ts'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { Settings } from '../settings/settings.ts'
import { storedWord } from '../store/stored-word.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

type Query = RouteQuery<'listContacts'>

interface Row {
  call_id: string
  purpose: string
  parent_call_id: string | null
  has_recording: boolean
  reason_path: string[] | null
  direction: string
  media_type: string
  caller_number: string
  called_number: string
  queue_name: string | null
  agent_number: string | null
  started_at: Date
  answered_at: Date | null
  ended_at: Date | null
  release_cause: string | null
  attached_data: Record<string, string>
  customer_e164: string | null
  customer_extension: string | null
  detail: unknown
  agent_name: string | null
}

interface StoredLeg {
  party: 'customer' | 'agent' | 'transferee' | 'flow'
  number: string
  startedAt: number
  answeredAt: number | null
  endedAt: number | null
  numberLabel?: string
}

const iso = (at: Date | null): string | null => (at === null ? null : at.toISOString())
const isoOfMs = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
const seconds = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))

export function contactHandlers(settings: Settings): HandlersOf<'listContacts' | 'getContact'> {
  return {
    async listContacts({ query, person }) {
      return settings.read(person.tenantId, async (trx) => {
        const { ids, ...page } = await findContacts(trx, await questionOf(trx, person, query))
        const rows = ids.length === 0 ? [] : await joined(trx).where('c.call_id', 'in', ids).execute()
        const byId = new Map(rows.map((row) => [row.call_id, row]))
        return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []).map((row) => summary(row, person)) }
      })
    },
    async getContact({ params, person }) {
      return settings.read(person.tenantId, async (trx) => {
        const row = await visible(trx, person).where('c.call_id', '=', params.callId).executeTakeFirst()
        if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'contactRecord', id: params.callId })
        const timeline = await readTimeline(trx, params.callId)
        const parts = { timeline, wrapUps: await readWrapUps(trx, params.callId), recordings: await readRecordings(trx, params.callId) }
        return record(row, parts, person)
      })
    },
  }
}

const columns = [
  'c.call_id',
  'c.purpose',
  'c.parent_call_id',
  'c.direction',
  'c.media_type',
  'c.caller_number',
  'c.called_number',
  'c.queue_name',
  'c.agent_number',
  'c.started_at',
  'c.answered_at',
  'c.ended_at',
  'c.release_cause',
  'c.attached_data',
  'c.customer_e164',
  'c.customer_extension',
  'c.detail',
  's.name as agent_name',
] as const

function joined(trx: TenantTransaction) {
  return trx
    .selectFrom('contact as c')
    .leftJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 'c.tenant_id').onRef('a.agent_number', '=', 'c.agent_number'))
    .leftJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.staff_id'))
    .select(columns)
    .select([
      isRecorded.as('has_recording'),
      sql<
        string[] | null
      >`(select w.reason_path from wrap_up w where w.tenant_id = c.tenant_id and w.call_id = c.call_id order by w.saved_at desc limit 1)`.as(
        'reason_path',
      ),
    ])
    .where('c.purpose', '<>', 'supervision')
}

function visible(trx: TenantTransaction, person: Person) {
  const rows = joined(trx)
  if (may(person, 'record.readAll')) return rows
  return rows.where(hadPart(person.agentNumber ?? ''))
}

/** What is asked, in the terms of this tenant: the reasons below a reason, the forms of a number. */
async function questionOf(trx: TenantTransaction, person: Person, query: Query): Promise<ContactQuestion> {
  const seesNumbers = may(person, 'number.reveal')
  if (query.number !== undefined && !seesNumbers) throw new AppError('PERMISSION_MISSING', { permission: 'number.reveal' })
  const numbering = await readNumbering(trx)
  return {
    tenantId: person.tenantId,
    query,
    partOf: may(person, 'record.readAll') ? null : (person.agentNumber ?? ''),
    reasonIds: await reasonsFrom(trx, query.reasonId),
    numbers: query.number === undefined ? null : sought(query.number, numbering),
    searchedNumbers: query.search === '' ? null : searched(query.search, numbering, seesNumbers),
    seesNumbers,
  }
}

/** A number in any form, or any word for a number that was not told. */
function sought(text: string, numbering: ShownNumbering): SoughtNumber {
  const { e164, withheld } = partyNumber(text, numbering)
  return withheld ? { forms: [''], e164: null } : { forms: writtenForms(text, numbering), e164 }
}

/** Null when the text is no number, or the reader may not look for one: who withheld his may be found by anybody. */
function searched(text: string, numbering: ShownNumbering, seesNumbers: boolean): SoughtNumber | null {
  const isNumber = (writtenNumber(text)?.digits.length ?? 0) >= leastDigits && seesNumbers
  return isNumber || partyNumber(text, numbering).withheld ? sought(text, numbering) : null
}

/** Shorter texts are parts of something. */
const leastDigits = 3

/** The reason and all below it; null for any. */
async function reasonsFrom(trx: TenantTransaction, reasonId: string | undefined): Promise<number[] | null> {
  if (reasonId === undefined) return null
  const reasons = await readCallReasons(trx)
  return reasons.map(({ id }) => id).filter((id) => pathTo(reasons, id).some((above) => above.id === Number(reasonId)))
}

function shownNumbers(row: Row, person: Person): Pick<ContactSummary, 'callerNumber' | 'calledNumber' | 'numbersMasked'> {
  const whole = may(person, 'number.reveal')
  // Between agents there is no customer's number.
  const customer = (number: string): string => (whole || row.direction === 'internal' ? number : maskNumber(number))
  const inbound = row.direction === 'inbound'
  return {
    callerNumber: inbound ? customer(row.caller_number) : row.caller_number,
    calledNumber: inbound ? row.called_number : customer(row.called_number),
    numbersMasked: !whole,
  }
}

function summary(row: Row, person: Person): ContactSummary {
  const waitEnd = row.answered_at ?? row.ended_at
  return {
    callId: row.call_id,
    purpose: storedWord(callPurposes, row.purpose, 'contact.purpose'),
    parentCallId: row.parent_call_id,
    direction: storedWord(directions, row.direction, 'contact.direction'),
    mediaType: storedWord(mediaTypes, row.media_type, 'contact.media_type'),
    ...shownNumbers(row, person),
    queueName: row.queue_name,
    agentNumber: row.agent_number,
    agentName: row.agent_name,
    startedAt: row.started_at.toISOString(),
    answeredAt: iso(row.answered_at),
    endedAt: iso(row.ended_at),
    waitSeconds: waitEnd === null ? null : seconds(row.started_at, waitEnd),
    talkSeconds: row.answered_at === null || row.ended_at === null ? null : seconds(row.answered_at, row.ended_at),
    releaseCause: row.release_cause === null ? null : storedWord(releaseCauses, row.release_cause, 'contact.release_cause'),
    hasRecording: row.has_recording,
    reasonPath: row.reason_path ?? [],
  }
}

type Parts = Pick<ContactRecord, 'timeline' | 'wrapUps' | 'recordings'>

function record(row: Row, { timeline, wrapUps, recordings }: Parts, person: Person): ContactRecord {
  const whole = may(person, 'number.reveal')
  const legs = (row.detail as { legs?: StoredLeg[] }).legs ?? []
  return {
    ...summary(row, person),
    attachedData: row.attached_data,
    customerE164: whole ? row.customer_e164 : null,
    customerExtension: whole ? row.customer_extension : null,
    legs: legs.map((leg) => ({
      party: leg.party,
      number: whole || leg.party === 'agent' || leg.party === 'flow' ? leg.number : maskNumber(leg.number),
      startedAt: new Date(leg.startedAt).toISOString(),
      answeredAt: isoOfMs(leg.answeredAt),
      endedAt: isoOfMs(leg.endedAt),
      numberLabel: leg.numberLabel ?? '',
    })),
    wrapUps,
    recordings,
    timeline: timeline.map((entry) => (whole ? entry : { ...entry, data: maskedFacts(entry) })),
  }
}
