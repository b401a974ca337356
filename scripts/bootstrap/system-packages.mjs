// The programs that the tests need from the system. On Debian the missing ones are installed; elsewhere the person is told.

import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { Refused, run, withoutAddresses } from './process.mjs'

/** Debian's package and the program that shows that it is there. */
const needed = [
  { name: 'chromium', program: 'chromium' },
  { name: 'openssl', program: 'openssl' },
  { name: 'sip-tester', program: 'sipp' },
  { name: 'baresip-core', program: 'baresip' },
  { name: 'linphone-cli', program: 'linphonec' },
  { name: 'pgbouncer', program: 'pgbouncer' },
  { name: 'faketime', program: 'faketime' },
  { name: 'espeak-ng', program: 'espeak-ng' },
  { name: 'mpg123', program: 'mpg123' },
]

/** The names of the packages that were installed now. */
export async function installSystemPackages() {
  const missing = needed.filter(({ program }) => !isOnPath(program)).map(({ name }) => name)
  if (missing.length === 0) return missing
  const prefix = rootPrefix(missing)
  process.stdout.write(`Installing from the system's packages: ${missing.join(' ')} ...\n`)
  await apt([...prefix, 'apt-get', 'update', '-qq'])
  await apt([...prefix, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing])
  return missing
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => isProgram(path.join(folder, program)))
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function rootPrefix(missing) {
  if (!isOnPath('apt-get')) throw new Refused(`The tests need these programs, please install them: ${missing.join(', ')}`)
  if (process.getuid?.() === 0) return ['env', 'DEBIAN_FRONTEND=noninteractive']
  if (isOnPath('sudo')) return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive']
  throw new Refused(`The tests need ${missing.join(', ')}. As root: apt-get install --no-install-recommends ${missing.join(' ')}`)
}

async function apt([program, ...args]) {
  const { status, output } = await run(program, args)
  if (status === 0) return
  const command = [program, ...args].join(' ')
  throw new Refused(`"${command}" failed. Run it yourself with the needed rights, then start the tests again.\n${withoutAddresses(output)}`)
}
