// The demo's password, settled at the first start and kept in the data folder, readable to its owner only: the one that
// OPENSEAT_DEMO_PASSWORD gave then, or one made up. A later start prints the one that the accounts have.

import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { generatePassword } from '../access/passwords.ts'
import { replaceWhole } from '../runtime/whole-file.ts'

export async function demoPassword(given: string | undefined, dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'demo-password')
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (kept !== '') return kept
  const settled = given ?? generatePassword()
  await mkdir(dataFolder, { recursive: true })
  await replaceWhole({ file, text: `${settled}\n`, mode: 0o600 })
  return settled
}
