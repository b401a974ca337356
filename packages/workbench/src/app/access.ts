// Where a person may go: what stands in the way of an address, and where each person's home is. Pure.
import { mayAny, type Person, recordPermissions, worksAsAgent } from '../session/permissions.ts'
import { configurationSections, operatorPermissions } from './sections.ts'

function configurationOf(person: Person): string | null {
  const section = configurationSections.find((candidate) => mayAny(person, candidate.permissions))
  return section ? `/configuration/${section.path}` : null
}

export function homeOf(person: Person): string {
  if (worksAsAgent(person)) return '/workbench'
  if (mayAny(person, operatorPermissions)) return '/operator/tenants'
  const configuration = configurationOf(person)
  if (configuration !== null) return configuration
  return mayAny(person, recordPermissions) ? '/records' : '/nothing-to-do'
}

export interface Destination {
  readonly path: string
  readonly fullPath: string
  readonly isPublic: boolean
}

/** Another address that must come first, or null. */
export function detour(to: Destination, person: Person | null): { path: string; query?: { return: string } } | null {
  const back = { query: { return: to.fullPath } }
  if (person === null) return to.isPublic ? null : { path: '/login', ...back }
  if (person.mustChangePassword) return to.path === '/password' ? null : { path: '/password', ...back }
  if (to.path === '/login' || to.path === '/') return { path: homeOf(person) }
  if (/^\/configuration\/?$/.test(to.path)) return { path: configurationOf(person) ?? homeOf(person) }
  return null
}
