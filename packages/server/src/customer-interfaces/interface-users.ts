// Which pages of a tenant use an interface: it is not taken away from under them.
import { pagesOfInterface } from '../custom-pages/page-record.ts'
import type { Settings } from '../settings/settings.ts'

/** Names of the tenant's custom pages that use it. */
export const usersOf = (settings: Settings, tenantId: number, interfaceId: number): Promise<readonly string[]> =>
  settings.read(tenantId, (trx) => pagesOfInterface(trx, interfaceId))
