// Busy reasons (示忙原因), 200–250: what an agent may give as the reason for being busy.

import type { BusyReason } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, type SettingsParts } from './checks.ts'
import type { Edit } from './settings.ts'

export function busyReasonHandlers({ settings }: SettingsParts): HandlersOf<'listBusyReasons' | 'setBusyReason' | 'deleteBusyReason'> {
  return {
    listBusyReasons: ({ person }) => settings.read(person.tenantId, readBusyReasons),
    setBusyReason: (call) => settings.change(call.person.tenantId, actor(call), (edit) => setReason(edit, call.body)),
    deleteBusyReason: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteReason(edit, call.params.code)),
  }
}

export function readBusyReasons(trx: TenantTransaction): Promise<BusyReason[]> {
  return trx.selectFrom('busy_reason').select(['code', 'name']).orderBy('code').execute()
}

function readReason(trx: TenantTransaction, code: number): Promise<BusyReason | undefined> {
  return trx.selectFrom('busy_reason').select(['code', 'name']).where('code', '=', code).executeTakeFirst()
}

export async function setReason({ trx, tenantId, audit }: Edit, input: BusyReason): Promise<BusyReason> {
  const same = sql<boolean>`lower(name) = lower(${input.name})`
  const other = await trx.selectFrom('busy_reason').select('code').where(same).where('code', '<>', input.code).executeTakeFirst()
  refuseIfAny(other === undefined ? [] : [{ field: 'name', code: 'FIELD_TAKEN', params: { value: input.name } }])
  const before = await readReason(trx, input.code)
  await trx
    .insertInto('busy_reason')
    .values({ tenant_id: tenantId, ...input })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doUpdateSet({ name: input.name }))
    .execute()
  audit({ action: before === undefined ? 'create' : 'change', objectType: 'busyReason', objectId: input.code, before, after: input })
  return input
}

async function deleteReason({ trx, audit }: Edit, code: number): Promise<void> {
  const before = found(await readReason(trx, code), 'busyReason', code)
  await trx.deleteFrom('busy_reason').where('code', '=', code).execute()
  audit({ action: 'delete', objectType: 'busyReason', objectId: code, before })
}
