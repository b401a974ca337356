// The child that is killed in the midst of an import: begins one of many rows and says when the first are written.
// Arguments: the database's address as JSON, the key encryption key in hexadecimal, tenant, table, rows.

import { writeSync } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { SecretBox } from '../access/secret-box.ts'
import { DataKeys } from '../data/data-keys.ts'
import { TableImports } from '../data/table-imports.ts'
import type { DatabaseAddress } from '../store/connection.ts'
import { Uploads } from '../files/uploads.ts'
import { Database } from '../store/database.ts'

const [address = '{}', key = '', tenant = '', table = '', rows = ''] = process.argv.slice(2)
const database = new Database({ address: JSON.parse(address) as DatabaseAddress, onError: () => undefined })
const failed = (error: unknown): void => void writeSync(2, `${String(error)}\n`)
const imports = new TableImports({ database, keys: new DataKeys(new SecretBox(Buffer.from(key, 'hex'))), failed })
const tenantId = Number(tenant)

const lines = Array.from({ length: Number(rows) }, (_, at) => `139${String(at).padStart(8, '0')},n${at},,`)
const sent = Readable.from([Buffer.from(`手机,姓名,等级,生日\r\n${lines.join('\r\n')}\r\n`)])
const file = await new Uploads().take(tenantId, sent, Infinity)
const actor = { tenantId, staffId: null, account: 'crasher', address: '' }
const importId = await imports.begin({ actor, tableId: Number(table), fileName: 'crash.csv', file })
for (;;) {
  const record = await database
    .forTenant(tenantId)
    .read((trx) => trx.selectFrom('table_import').select('read_rows').where('id', '=', importId).executeTakeFirstOrThrow())
  if (record.read_rows > 0) break
  await delay(5)
}
writeSync(1, `${importId}\n`)
