// What agents write in wrap-up (整理): a call reason and notes, one per agent and contact, changeable while the record is seen.
import { AppError, type RouteBody, type WrapUp } from '@openseat/contracts'
import type { Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { pathTo, readCallReasons } from '../settings/call-reasons.ts'
import { unknownReference } from '../settings/checks.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { hadPart } from './part-in-call.ts'

export interface WrapUpParts {
  readonly settings: Settings
  readonly database: Database
}

export function wrapUpHandlers({ settings, database }: WrapUpParts): HandlersOf<'getWrapUp' | 'saveWrapUp'> {
  return {
    getWrapUp: async ({ params, person }) => {
      const all = await settings.read(person.tenantId, (trx) => readWrapUps(trx, params.callId))
      return all.find(({ agentNumber }) => agentNumber === person.agentNumber) ?? null
    },
    saveWrapUp: ({ params, body, person }) =>
      database.forTenant(person.tenantId).transaction((trx) => save(trx, { callId: params.callId, person, input: body })),
  }
}

export async function readWrapUps(trx: TenantTransaction, callId: string): Promise<WrapUp[]> {
  const rows = await trx.selectFrom('wrap_up').selectAll().where('call_id', '=', callId).orderBy('saved_at').execute()
  return rows.map((row) => ({
    agentNumber: row.agent_number,
    reasonId: row.reason_id,
    reasonPath: row.reason_path,
    notes: row.notes,
    savedAt: row.saved_at.toISOString(),
  }))
}

interface Saving {
  readonly callId: string
  readonly person: Person
  readonly input: RouteBody<'saveWrapUp'>
}

async function save(trx: TenantTransaction, { callId, person, input }: Saving): Promise<WrapUp> {
  const agentNumber = person.agentNumber ?? ''
  await refuseForeign(trx, callId, agentNumber)
  const path = input.reasonId === null ? [] : pathTo(await readCallReasons(trx), input.reasonId)
  refuseIfAny(input.reasonId !== null && path.length === 0 ? [unknownReference('reasonId', input.reasonId)] : [])
  const values = { reason_id: input.reasonId, reason_path: path.map(({ name }) => name), notes: input.notes, saved_at: new Date() }
  await trx
    .insertInto('wrap_up')
    .values({ tenant_id: person.tenantId, call_id: callId, agent_number: agentNumber, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'call_id', 'agent_number']).doUpdateSet(values))
    .execute()
  return { agentNumber, ...input, reasonPath: values.reason_path, savedAt: values.saved_at.toISOString() }
}

/** Only who had a part in the call writes about it. */
async function refuseForeign(trx: TenantTransaction, callId: string, agentNumber: string): Promise<void> {
  const row = await trx
    .selectFrom('contact as c')
    .select('c.call_id')
    .where('c.call_id', '=', callId)
    .where(hadPart(agentNumber))
    .executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'contactRecord', id: callId })
}
