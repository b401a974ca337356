// npm run rotate-data-key -- [TENANT-CODE] : new keys for the encrypted values of one tenant's tables, or of all tenants'.

import { openSecretBox } from '../access/key-file.ts'
import { DataKeys } from '../data/data-keys.ts'
import { rotateDataKey } from '../data/rotate-data-key.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { runCommand, say } from './run-command.ts'

await runCommand(
  async ({ env, store, args: [code] }) => {
    const keys = new DataKeys(await openSecretBox(env))
    const tenants = (await store.database.platform.tenants()).filter((tenant) => code === undefined || tenant.code === code)
    if (tenants.length === 0) throw new StartRefused(`There is no tenant ${code ?? ''}`)
    for (const tenant of tenants) {
      const rotated = await rotateDataKey(store.database, keys, tenant.id)
      say(rotated ? `${tenant.code}: key ${rotated.keyId}, ${rotated.rows} rows sealed anew` : `${tenant.code}: nothing is encrypted`)
    }
  },
  { beside: true },
)
