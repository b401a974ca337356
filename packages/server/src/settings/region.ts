// Where a tenant is (所在地): its time zone, by which its days and nights run, and how numbers of its country are written.

import { isTimeZone, type Region, type RegionInput, type RouteBody } from '@openseat/contracts'
import { isCountry, type ShownNumbering } from '@openseat/domain'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, refuseStale, type SettingsParts } from './checks.ts'
import type { Actor } from './settings.ts'
import { numberingOf, operatorTimeZone, zoneOf } from '../store/tenant-facts.ts'
import { existing } from './tenants.ts'

type RegionRoute = 'getRegion' | 'setRegion' | 'getOwnRegion' | 'setOwnRegion'

export function regionHandlers(parts: SettingsParts): HandlersOf<RegionRoute> {
  const { settings } = parts
  return {
    getRegion: async ({ params }) => settings.read(await existing(parts, params.tenantId), readRegion),
    setRegion: async (call) => setRegion(parts, actor(call), { tenantId: await existing(parts, call.params.tenantId), input: call.body }),
    getOwnRegion: ({ person }) => settings.read(person.tenantId, readRegion),
    setOwnRegion: (call) => setRegion(parts, actor(call), { tenantId: call.person.tenantId, input: call.body }),
  }
}

export async function readRegion(trx: TenantTransaction): Promise<Region> {
  const row = await readRow(trx)
  return { ...numberingOf(row), timeZone: row.time_zone, operatorTimeZone: operatorTimeZone(), version: row.region_version }
}

export const readNumbering = async (trx: TenantTransaction): Promise<ShownNumbering> => numberingOf(await readRow(trx))

/** By its clock moments are told. */
export const readZone = async (trx: TenantTransaction): Promise<string> => zoneOf(await readRow(trx))

const readRow = (trx: TenantTransaction) =>
  trx
    .selectFrom('tenant')
    .select(['country', 'international_prefix', 'trunk_prefix', 'number_form', 'time_zone', 'region_version'])
    .executeTakeFirstOrThrow()

interface Setting {
  readonly tenantId: number
  readonly input: RouteBody<'setRegion'>
}

function setRegion({ settings }: SettingsParts, by: Actor, { tenantId, input }: Setting): Promise<Region> {
  refuseIfAny(problemsOf(input))
  return settings.change(tenantId, by, async ({ trx, audit }) => {
    const before = await readRegion(trx)
    refuseStale(before, input.version, { object: 'region', name: String(tenantId) })
    const { country, internationalPrefix: international_prefix, trunkPrefix: trunk_prefix } = input
    const { numberForm: number_form, timeZone: time_zone } = input
    await trx
      .updateTable('tenant')
      .set({ country, international_prefix, trunk_prefix, number_form, time_zone, region_version: sql<number>`region_version + 1` })
      .where('id', '=', tenantId)
      .execute()
    const after = await readRegion(trx)
    audit({ action: 'change', objectType: 'region', objectId: tenantId, before, after })
    return after
  })
}

const problemsOf = ({ country, timeZone }: RegionInput) => [
  ...(isCountry(country) ? [] : [{ field: 'country', code: 'FIELD_REFERENCE', params: { value: country } } as const]),
  ...(timeZone === '' || isTimeZone(timeZone)
    ? []
    : [{ field: 'timeZone', code: 'FIELD_REFERENCE', params: { value: timeZone } } as const]),
]
