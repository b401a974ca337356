// A role's name: built-in roles have theirs in both languages, a tenant's own are named as they were typed.
import { builtinRoles, type Role } from '@openseat/contracts'
import { inLanguage } from '../../i18n/language.ts'

export function roleName({ name, builtin }: Pick<Role, 'name' | 'builtin'>): string {
  const found = builtinRoles.find(({ key }) => key === builtin)
  return found ? inLanguage(found) : name
}
