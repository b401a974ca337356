// Contacts and sessions as they are stored while they live: JSON with a version. What an older version stored is brought up to
// today's form step by step; what a newer one stored is refused, and so is what a machine does not know.
import type { AgentSession } from '../agent/agent-session.ts'
import { assignmentMachine } from '../agent/assignment-machine.ts'
import { presenceMachine } from '../agent/presence-machine.ts'
import { contactMachine } from '../contact/contact-machine.ts'
import type { Contact } from '../contact/contact.ts'
import { contactFromVersion2 } from '../contact/stored-contact-version-2.ts'
import { sessionFromVersion1 } from '../agent/stored-session-version-1.ts'
import type { Json, Migration } from '../stored-json.ts'
import { callFromVersion1 } from '../voice/stored-call-version-1.ts'
import { storedTalkFields, type StoredTalk } from '../voice/stored-talk.ts'

export interface StoredContact {
  readonly contact: Contact
  /** Null where the contact is no call. */
  readonly talk: StoredTalk | null
}

/** `leftOut` is null where it was not stored. */
export type StoredSession = Omit<AgentSession, 'leftOut'> & { readonly leftOut: AgentSession['leftOut'] | null }

/** Version 1 had no number: rows without one are of version 1. */
const storedVersion = 3

/** From each version to the next, the oldest first. */
const contactMigrations: readonly Migration[] = [callFromVersion1, contactFromVersion2]
const sessionMigrations: readonly Migration[] = [sessionFromVersion1, (row) => ({ ...row, version: 3 })]

/** A stored state that this program cannot go on with: it must not be guessed at. */
export class StoredStateError extends Error {
  override readonly name = 'StoredStateError'
}

export const contactText = (stored: StoredContact): string => JSON.stringify({ version: storedVersion, ...stored })
export const sessionText = (session: AgentSession): string => JSON.stringify({ version: storedVersion, session })

/** A live contact from its row. Throws StoredStateError. */
export function readContact(row: unknown): StoredContact {
  const { contact, talk } = migrated(row, contactMigrations)
  check('contact', contact, ['callId', 'channel', 'startedAt', 'state', 'participants', 'pops'])
  checkKind('contact', contact['state'], contactMachine)
  if (talk !== null) check('talk', talk, storedTalkFields)
  return { contact, talk } as unknown as StoredContact
}

/** An agent's session from its row. Throws StoredStateError. */
export function readSession(row: unknown): StoredSession {
  const { session } = migrated(row, sessionMigrations)
  check('session', session, ['agentNumber', 'presence', 'assignments', 'since', 'idleSince', 'queueIds', 'eventSeq'])
  checkKind('session', session['presence'], presenceMachine)
  for (const assignment of session['assignments'] as unknown[]) {
    check('assignment', assignment, ['callId', 'channel', 'state'])
    checkKind('assignment', assignment['state'], assignmentMachine)
  }
  return session as unknown as StoredSession
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

function migrated(row: unknown, migrations: readonly Migration[]): Json {
  if (!isJson(row)) throw new StoredStateError('a stored state is no object')
  const version = row['version'] ?? 1
  if (typeof version !== 'number' || version > storedVersion)
    throw new StoredStateError(`a stored state has version ${String(version)}; this program knows up to ${storedVersion}`)
  return migrations.slice(version - 1).reduce((older, migrate) => migrate(older), row)
}

function check(what: string, value: unknown, fields: readonly string[]): asserts value is Json {
  if (!isJson(value)) throw new StoredStateError(`a stored ${what} is missing`)
  const missing = fields.filter((field) => value[field] === undefined || value[field] === null)
  if (missing.length > 0) throw new StoredStateError(`a stored ${what} has no ${missing.join()}`)
}

/** A state that the machine does not know would never be left. */
function checkKind(what: string, state: unknown, { table }: { readonly table: object }): void {
  const kind = isJson(state) ? state['kind'] : undefined
  if (typeof kind !== 'string' || !Object.hasOwn(table, kind)) throw new StoredStateError(`a stored ${what} has the state ${String(kind)}`)
}
