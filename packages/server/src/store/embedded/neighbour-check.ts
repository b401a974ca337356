// For commands while the program runs: its server is used as it is, neither guarded nor stopped by us.

import { connectGuard, guardHolder } from './folder-lock.ts'
import { databaseOwner } from './initialise.ts'
import { databaseName, type EmbeddedConnection } from './names.ts'
import { findPlaces } from './places.ts'
import { runningPostmaster } from './postmaster.ts'
import { serverUser } from './server-user.ts'

/** The running server of a data folder that a living program guards; undefined when there is none. */
export async function connectionBeside(dataFolder: string): Promise<EmbeddedConnection | undefined> {
  const places = await findPlaces(dataFolder, serverUser())
  if ((await runningPostmaster(places.cluster)) === undefined) return undefined
  const client = await connectGuard(places).catch(() => undefined)
  if (client === undefined) return undefined
  const holder = await guardHolder(client)
  await client.end()
  return holder === undefined ? undefined : { host: places.socketFolder, user: databaseOwner, database: databaseName }
}
