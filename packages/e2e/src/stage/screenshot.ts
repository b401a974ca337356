// Pictures for the guides: written only when asked for, so that a test run leaves the tree as it was.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { repositoryRoot } from './places.ts'

export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['OPENSEAT_WRITE_SCREENSHOTS'] !== '1') return
  const folder = path.join(repositoryRoot, 'docs', 'images')
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}
