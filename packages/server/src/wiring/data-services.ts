// The part of the wiring that keeps tenants' own tables. For app.ts and tests.
import type { SecretBox } from '../access/secret-box.ts'
import { baseTableHandlers } from '../data/base-tables.ts'
import { DataKeys } from '../data/data-keys.ts'
import { importHandlers } from '../data/import-handlers.ts'
import { type RekeyedTable, rekeyTables } from '../data/rekey-tables.ts'
import { TableImports } from '../data/table-imports.ts'
import { TableLookup } from '../data/table-lookup.ts'
import { tableRowHandlers } from '../data/table-rows.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'

export interface DataServiceParts {
  readonly database: Database
  readonly settings: Settings
  readonly secrets: SecretBox
  readonly failed: (error: unknown) => void
}

export function dataServices({ database, settings, secrets, failed }: DataServiceParts) {
  const keys = new DataKeys(secrets)
  const imports = new TableImports({ database, keys, failed })
  const handlers = {
    ...baseTableHandlers({ settings, keys }),
    ...tableRowHandlers({ settings, database, keys }),
    ...importHandlers({ settings, keys, imports }),
  }
  const rekey = (rekeyed: (table: RekeyedTable) => void): Promise<void> => rekeyTables({ database, keys, failed, rekeyed })
  return { handlers, imports, keys, rekey, lookup: new TableLookup({ settings, keys }) }
}
