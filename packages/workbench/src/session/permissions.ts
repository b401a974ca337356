// What a logged-in person may do, and which address may be returned to after logging in. Pure.
import type { Me, Permission } from '@openseat/contracts'

export type Person = Pick<Me, 'permissions' | 'agentNumber' | 'mustChangePassword'>

export const recordPermissions = ['record.readOwn', 'record.readAll'] as const satisfies readonly Permission[]

export const voicemailPermissions = ['workbench.use', 'record.readAll'] as const satisfies readonly Permission[]

export const mayAny = (person: Person, wanted: readonly Permission[]): boolean => wanted.some((name) => person.permissions.includes(name))

export const worksAsAgent = (person: Person): boolean => mayAny(person, ['workbench.use']) && person.agentNumber !== null

/** An address of our own, fit to return to after logging in. */
export function safeReturn(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value)) return null
  return /^\/(login|password)\b/.test(value) ? null : value
}
