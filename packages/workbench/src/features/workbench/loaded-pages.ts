// Whose pages stay loaded: those of contacts that go on, and of the last few that ended. A day of calls must not fill the
// browser. Pure.
import { isLive, type Contact } from '../../realtime/contact-state.ts'

/** Ended contacts whose pages keep what was done in them. */
export const endedKept = 3

/** `reopened`: the agent opened them again, the latest last; they take the place of older ones. */
export function loadedContacts(contacts: readonly Contact[], reopened: readonly string[]): ReadonlySet<string> {
  const live = contacts.filter(({ call }) => isLive(call)).map(({ callId }) => callId)
  const ended = contacts.filter(({ call }) => !isLive(call)).map(({ callId }) => callId)
  const byUse = [...ended.filter((callId) => !reopened.includes(callId)), ...reopened.filter((callId) => ended.includes(callId))]
  return new Set([...live, ...byUse.slice(-endedKept)])
}
