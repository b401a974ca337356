// The demo's password: given by OPENSEAT_DEMO_PASSWORD, or made once and kept in the data folder, readable to its owner only.

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { generatePassword } from '../access/passwords.ts'

export async function demoPassword(given: string | undefined, dataFolder: string): Promise<string> {
  if (given !== undefined) return given
  const file = path.join(dataFolder, 'demo-password')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (kept.trim() !== '') return kept.trim()
  const made = generatePassword()
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}
