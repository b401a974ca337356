// The part of the wiring that keeps tenants' own tables. For app.ts and tests.
import type { SecretBox } from './access/secret-box.ts'
import { baseTableHandlers } from './data/base-tables.ts'
import { DataKeys } from './data/data-keys.ts'
import { tableRowHandlers } from './data/table-rows.ts'
import type { Settings } from './settings/settings.ts'
import type { Database } from './store/database.ts'

export interface DataServiceParts {
  readonly database: Database
  readonly settings: Settings
  readonly secrets: SecretBox
}

export function dataServices({ database, settings, secrets }: DataServiceParts) {
  const keys = new DataKeys(secrets)
  return { handlers: { ...baseTableHandlers({ settings, keys }), ...tableRowHandlers({ settings, database, keys }) } }
}
