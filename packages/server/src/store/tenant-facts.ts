// What other settings need to know of their tenant: system parameters with their defaults, and the approved addresses.

import { isTimeZone, type SystemParameters, systemParametersSchema } from '@openseat/contracts'
import type { ShownNumbering } from '@openseat/domain'
import type { AllowListRule } from '@openseat/domain/config/routing-config'
import type { Selectable } from 'kysely'
import type { Schema } from './schema.ts'
import type { TenantTransaction } from './tenant-store.ts'

/** Of the tenant that a demo installation begins with. */
export const demoTenantCode = 'demo'

/** Of the process (`TZ`): the operator's. */
export const operatorTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The tenant's own zone, or the operator's; a zone that this platform has lost counts as none. */
export const zoneOf = ({ time_zone }: { readonly time_zone: string }): string => (isTimeZone(time_zone) ? time_zone : operatorTimeZone())

type NumberingRow = Pick<Selectable<Schema['tenant']>, 'country' | 'international_prefix' | 'trunk_prefix' | 'number_form'>

export const numberingOf = (row: NumberingRow): ShownNumbering => ({
  country: row.country,
  internationalPrefix: row.international_prefix,
  trunkPrefix: row.trunk_prefix,
  numberForm: row.number_form,
})

export async function readParameters(trx: TenantTransaction): Promise<SystemParameters> {
  const { parameters } = await trx.selectFrom('tenant').select('parameters').executeTakeFirstOrThrow()
  return completeParameters(parameters)
}

/** Defaults for what is not set; a stored value that a newer limit forbids falls back to its default. */
export function completeParameters(stored: Readonly<Record<string, number>>): SystemParameters {
  const defaults = systemParametersSchema.parse({})
  const kept = Object.entries(stored).filter(([name, value]) => systemParametersSchema.safeParse({ [name]: value }).success)
  return { ...defaults, ...Object.fromEntries(kept) }
}

export async function approvedAddresses(trx: TenantTransaction): Promise<AllowListRule[]> {
  return trx
    .selectFrom('allow_list_entry')
    .select(['origin', 'path_prefix as pathPrefix'])
    .where('status', '=', 'approved')
    .orderBy('id')
    .execute()
}
