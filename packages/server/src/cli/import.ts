// npm run import -- FILE : a backup into an empty database.

import path from 'node:path'
import { importFrom } from '../store/backup/import.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { runCommand, say } from './run-command.ts'

await runCommand(
  async ({ store, args: [file] }) => {
    if (file === undefined) throw new StartRefused('Usage: npm run import -- FILE')
    const { tables, rows } = await importFrom(path.resolve(file), store.address)
    say(`Imported ${rows} rows of ${tables} tables from ${path.resolve(file)}`)
  },
  { beside: false },
)
