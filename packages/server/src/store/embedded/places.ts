// Where the built-in server keeps its files: normally all inside the data folder. Two things can force them out of it:
// a data folder that the server's OS user cannot enter, and a path too long for a UNIX socket.

import { createHash } from 'node:crypto'
import { lstat, mkdir, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { replaceWhole } from '../../runtime/whole-file.ts'
import { embeddedRefused } from '../../runtime/start-refused.ts'
import { engine } from './native.ts'
import { giveTo, isReachable, type ServerUser } from './server-user.ts'

export interface Places {
  /** The data folder as given, made absolute. */
  readonly data: string
  /** Holds pg/, the log and copies of the binaries; equals `data` when that is reachable. */
  readonly home: string
  /** PGDATA. */
  readonly cluster: string
  readonly log: string
  readonly socketFolder: string
}

export const socketName = '.s.PGSQL.5432'
// sun_path is 108 bytes on Linux and 104 on macOS, with a closing NUL; PostgreSQL also makes a ".lock" beside it.
const socketPathBytes = (process.platform === 'linux' ? 107 : 103) - '.lock'.length
const outsideHome = '/var/lib/openseat'

export async function findPlaces(dataFolder: string, user: ServerUser | undefined): Promise<Places> {
  const data = path.resolve(dataFolder)
  await mkdir(data, { recursive: true })
  await checkEngine(data)
  const home = (await isReachable(data, user)) ? data : await homeOutside(data)
  const socketFolder = await findSocketFolder(home, user)
  await record(data, { home, socketFolder })
  return { data, home, cluster: path.join(home, 'pg'), log: path.join(home, 'postgres.log'), socketFolder }
}

async function homeOutside(data: string): Promise<string> {
  const home = path.join(outsideHome, shortHash(data))
  await mkdir(home, { recursive: true, mode: 0o755 })
  return home
}

async function findSocketFolder(home: string, user: ServerUser | undefined): Promise<string> {
  const inside = path.join(home, 'run')
  const fits = Buffer.byteLength(path.join(inside, socketName)) <= socketPathBytes
  const folder = fits ? inside : path.join(os.tmpdir(), `openseat-${shortHash(home)}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await refuseForeign(folder, user)
  await giveTo(user, folder)
  return folder
}

/** In a shared temporary folder somebody else may have put a folder or a link of that name first. */
async function refuseForeign(folder: string, user: ServerUser | undefined): Promise<void> {
  const found = await lstat(folder)
  const own = [process.getuid?.(), user?.uid].includes(found.uid)
  if (!found.isDirectory() || !own) throw embeddedRefused(`${folder} belongs to somebody else.`)
}

async function record(data: string, places: { home: string; socketFolder: string }): Promise<void> {
  await replaceWhole({ file: path.join(data, 'PLACES'), text: `${JSON.stringify(places)}\n` })
}

/** A data folder of another engine or another major version is refused, never converted or emptied. */
async function checkEngine(data: string): Promise<void> {
  const file = path.join(data, 'ENGINE')
  const expected = `${engine.name} ${engine.major}`
  const found = (await readFile(file, 'utf8').catch(() => '')).trim()
  // An empty file is what a first start of an older program left when it was killed.
  if (found === '') return replaceWhole({ file, text: `${expected}\n` })
  if (found === expected) return
  throw embeddedRefused(
    `${data} was made by "${found}" and this program brings "${expected}". Export with the old program, import with the new one into an empty folder.`,
  )
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
