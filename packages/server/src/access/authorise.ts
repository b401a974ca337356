// The one place that decides whether a person may call a route. What each route needs stands in the route table.

import { type Access, AppError, type Permission } from '@openseat/contracts'
import { beyond } from '@openseat/domain'
import type { Person } from './person.ts'

/** Throws the refusal; returns when the call is allowed. `openRoute` stays open while a password change is due. */
export function authorise(access: Access, person: Person | undefined, openRoute: boolean): void {
  if (access === 'public') return
  if (person === undefined) throw new AppError('LOGIN_REQUIRED')
  if (person.mustChangePassword && !openRoute) throw new AppError('PASSWORD_CHANGE_REQUIRED')
  if (access === 'loggedIn' || access.some((name) => person.permissions.has(name))) return
  throw new AppError('PERMISSION_MISSING', { permission: access[0] ?? '' })
}

/** For rules inside a handler, beyond what its route needs. */
export function may(person: Person, permission: Permission): boolean {
  return person.permissions.has(permission)
}

/** Refuses a change of something that holds more than the person does. `person` undefined: the program itself, which may. */
export function refuseBeyond(person: Person | undefined, touched: Iterable<string>): void {
  const permission = person && beyond(person.permissions, touched)[0]
  if (permission !== undefined) throw new AppError('RIGHTS_BEYOND', { permission })
}
