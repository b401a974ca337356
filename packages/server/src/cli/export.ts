// npm run export -- FILE : a backup of everything into one file.

import path from 'node:path'
import { exportTo } from '../store/backup/export.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { runCommand, say } from './run-command.ts'

await runCommand(
  async ({ store, args: [file] }) => {
    if (file === undefined) throw new StartRefused('Usage: npm run export -- FILE')
    const { tables, rows } = await exportTo(path.resolve(file), store.address)
    say(`Exported ${rows} rows of ${tables} tables to ${path.resolve(file)}`)
  },
  { beside: true },
)
