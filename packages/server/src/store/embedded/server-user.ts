// PostgreSQL refuses to run as root. Under root the server runs as "nobody" (no OS user is created);
// under any other user it runs as that user, and there is no ServerUser.

import { chown, stat } from 'node:fs/promises'
import path from 'node:path'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

const nobody: ServerUser = { uid: 65_534, gid: 65_534 }

export function serverUser(): ServerUser | undefined {
  return process.getuid?.() === 0 ? nobody : undefined
}

/** True when the user can enter every folder on the way to `target`. Without a user (not root) nothing is asked. */
export async function isReachable(target: string, user: ServerUser | undefined): Promise<boolean> {
  if (user === undefined) return true
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const found = await stat(folder).catch(() => undefined)
    if (found?.isDirectory() && !mayEnter(found, user)) return false
    if (folder === path.dirname(folder)) return true
  }
}

function mayEnter(folder: { mode: number; uid: number; gid: number }, user: ServerUser): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0
  return (folder.mode & 0o001) !== 0
}

export async function giveTo(user: ServerUser | undefined, target: string): Promise<void> {
  if (user !== undefined) await chown(target, user.uid, user.gid)
}
