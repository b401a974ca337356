// A role's name: built-in roles have theirs in both languages, a tenant's own are named as they were typed.
import { builtinRoles, type Role } from '@openseat/contracts'
import { inLanguage } from '../../i18n/language.ts'

export const useRoleName = () => (role: Pick<Role, 'name' | 'builtin'>) => {
  const builtin = builtinRoles.find((candidate) => candidate.key === role.builtin)
  return builtin ? inLanguage(builtin) : role.name
}
