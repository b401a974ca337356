// npm run verify-audit -- [TENANT-CODE] : whether the audit logs are as they were written; names the first place that is not.

import { verifyAudit } from '../settings/verify-audit.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { runCommand, say } from './run-command.ts'

const platform = { id: 0, code: 'platform' }

await runCommand(
  async ({ store: { database }, args: [code] }) => {
    const all = [platform, ...(await database.platform.tenants())]
    const tenants = all.filter((tenant) => code === undefined || tenant.code === code)
    if (tenants.length === 0) throw new StartRefused(`There is no tenant ${code ?? ''}`)
    let broken = 0
    for (const tenant of tenants) {
      const { entries, brokenAt } = await verifyAudit(database, tenant.id)
      if (brokenAt) broken += 1
      say(
        `${tenant.code}: ${entries} entries, ${brokenAt ? `broken at place ${brokenAt.place}: ${brokenAt.words}` : 'as they were written'}`,
      )
    }
    if (broken > 0) process.exitCode = 1
  },
  { beside: true },
)
