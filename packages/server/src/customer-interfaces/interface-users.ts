// Which pages of a tenant use an interface: it is not taken away from under them.
import type { Settings } from '../settings/settings.ts'

/** Names of the tenant's custom pages that use it. */
export async function usersOf(_settings: Settings, _tenantId: number, _interfaceId: number): Promise<readonly string[]> {
  return []
}
