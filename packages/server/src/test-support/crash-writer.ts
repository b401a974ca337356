// The child of the kill -9 harness: opens the data folder as the program does, then commits single rows and 20-row
// transactions for ever, printing each number only after its commit. Arguments: data folder.

import { writeSync } from 'node:fs'
import { openDatabase } from '../store/database.ts'
import { startEmbedded } from '../store/embedded/embedded-postgres.ts'

const batchRows = 20

async function write(dataFolder: string): Promise<void> {
  const server = await startEmbedded({ dataFolder })
  const database = await openDatabase({ address: server.connection, onError: () => undefined })
  say(`open ${(await server.pid()) ?? 0}`)
  const store = database.forTenant(0)
  for (let n = (await last(database)) + 1; ; n++) {
    const rows = n % 3 === 0 ? batchRows : 1
    await store.transaction(async (trx) => {
      for (let row = 0; row < rows; row++) {
        const entry = { tenant_id: 0, actor_staff_id: null, actor_account: 'crash', before: null, after: null }
        await trx
          .insertInto('audit_log')
          .values({ ...entry, action: String(n), object_type: String(rows), object_id: String(row) })
          .execute()
      }
    })
    say(`ack ${n}`)
  }
}

async function last(database: Awaited<ReturnType<typeof openDatabase>>): Promise<number> {
  const rows = await database
    .forTenant(0)
    .read((trx) => trx.selectFrom('audit_log').select('action').orderBy('id', 'desc').limit(1).execute())
  return Number(rows[0]?.action ?? 0)
}

/** At once, not through a buffer that dies with the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}

write(process.argv[2] ?? '').catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`)
  process.exit(1)
})
