// What is kept of the registered phones over a restart: a column beside each phone, no part of its settings.

import type { BindingStore, StoredBinding } from '@openseat/telephony/sip/index'
import type { Settings } from '../../settings/settings.ts'
import type { PlatformStore } from '../../store/platform-store.ts'
import { json } from '../../store/schema.ts'

export interface BindingParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  /** Whose phone it is; undefined for one that is gone. */
  readonly tenantOf: (userName: string) => number | undefined
  readonly failed: (what: string, error: unknown) => void
}

export function phoneBindings({ settings, platform, tenantOf, failed }: BindingParts): BindingStore {
  /** One after the other, so that the last state is the one that stays. */
  let work: Promise<void> = Promise.resolve()
  return {
    async load() {
      const found: StoredBinding[] = []
      for (const { id } of await platform.tenants()) {
        const rows = await settings.read(id, (trx) => trx.selectFrom('phone').select('bindings').where('enabled', '=', true).execute())
        found.push(...rows.flatMap((row) => row.bindings as StoredBinding[]))
      }
      return found
    },
    save(userName, bindings) {
      const tenantId = tenantOf(userName)
      if (tenantId === undefined) return
      const store = (): Promise<void> =>
        settings.keep(tenantId, (trx) =>
          trx
            .updateTable('phone')
            .set({ bindings: json(bindings) })
            .where('user_name', '=', userName)
            .execute(),
        )
      work = work.then(store).catch((error: unknown) => failed('a phone’s registration could not be kept', error))
    },
  }
}
