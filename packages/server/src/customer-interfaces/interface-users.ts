// Which pages and flows of a tenant use an interface: it is not taken away from under them.
import { flowsNaming } from '../settings/flow-namers.ts'
import type { Settings } from '../settings/settings.ts'

/** Names of the tenant's custom pages and flows that use it. */
export const usersOf = (settings: Settings, tenantId: number, interfaceId: number): Promise<readonly string[]> =>
  settings.read(tenantId, async (trx) => {
    const rows = await trx.selectFrom('custom_page').select('name').where('interface_id', '=', interfaceId).orderBy('name').execute()
    return [...rows.map(({ name }) => name), ...(await flowsNaming(trx, 'interfaceId', interfaceId))]
  })
