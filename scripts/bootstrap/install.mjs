// Brings node_modules to what package-lock.json says: `npm ci` when it is missing or different, nothing when it fits.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refused, root, run, withoutAddresses } from './process.mjs'

const lockFile = path.join(root, 'package-lock.json')
/** What npm itself writes at the end of an installation. */
const installedFile = path.join(root, 'node_modules', '.package-lock.json')
const stampFile = path.join(root, 'node_modules', '.openseat', 'installed')

/** True when packages were installed now. */
export async function install() {
  const lock = readFileSync(lockFile, 'utf8')
  const stamp = createHash('sha256').update(lock).digest('hex')
  if (readOr(stampFile, '') === stamp && readOr(installedFile, '') !== '') return false
  const fits = installedFits(JSON.parse(lock))
  if (!fits) await cleanInstall()
  writeStamp(stampFile, stamp)
  return !fits
}

export function writeStamp(file, text) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export function readOr(file, fallback) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return fallback
  }
}

/**
 * Every package that is not optional is there in the locked version, and nothing is there in another one. The packages
 * themselves say so: npm's own list of them is also written by commands that install nothing.
 */
function installedFits(lock) {
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (wanted.link === true || (!place.startsWith('node_modules/') && !place.includes('/node_modules/'))) return true
    const { version } = JSON.parse(readOr(path.join(root, place, 'package.json'), '{}'))
    return version === undefined ? wanted.optional === true : version === wanted.version
  })
}

async function cleanInstall() {
  process.stdout.write('Installing packages (the first time takes a minute or two) ...\n')
  const { status, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'])
  if (status !== 0) throw new Refused(`npm ci failed:\n${withoutAddresses(output)}`)
}
