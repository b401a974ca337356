// npm run create-operator -- ACCOUNT [NAME] : an operator with a password that is shown once and changed at the first log-in.

import { staff } from '@openseat/contracts'
import { generatePassword, hashPassword } from '../access/passwords.ts'
import { createOperator } from '../settings/platform-setup.ts'
import { Settings } from '../settings/settings.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { runCommand, say } from './run-command.ts'

await runCommand(
  async ({ store, args: [account = '', name = account] }) => {
    if (!staff.input.shape.account.safeParse(account).success) {
      throw new StartRefused(
        'Usage: npm run create-operator -- ACCOUNT [NAME]\nACCOUNT: 2–32 of lower-case letters, digits, dot, underscore, hyphen; a letter first',
      )
    }
    const settings = new Settings(store.database, () => undefined)
    const password = generatePassword()
    await createOperator(settings, { account, name, passwordHash: await hashPassword(password), mustChangePassword: true })
    say(`Operator ${account} can log in with the password ${password} and will be asked for a new one.`)
  },
  { beside: true },
)
