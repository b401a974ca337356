import { builtinRoles, type Permission } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { detour, homeOf } from './access.ts'

const person = (key: string, agentNumber: string | null = null, mustChangePassword = false) => {
  const permissions: Permission[] = [...(builtinRoles.find((role) => role.key === key)?.permissions ?? [])]
  return { permissions, agentNumber, mustChangePassword }
}
const to = (path: string, isPublic = false) => ({ path, fullPath: `${path}?a=1`, isPublic })

describe('where a person may go', () => {
  it.each([
    ['operator', null, '/operator/tenants'],
    ['tenantAdmin', null, '/configuration/staff'],
    ['tenantAdmin', '101', '/workbench'],
    ['agent', '101', '/workbench'],
    ['agent', null, '/records'],
    ['nobody', null, '/nothing-to-do'],
  ])('sends %s with agent number %s to %s', (role, agentNumber, home) => {
    expect(homeOf(person(role, agentNumber))).toBe(home)
  })

  it('asks for the log-in first and comes back', () => {
    expect(detour(to('/records'), null)).toEqual({ path: '/login', query: { return: '/records?a=1' } })
    expect(detour(to('/login', true), null)).toBeNull()
  })

  it('asks for a new password before anything else', () => {
    expect(detour(to('/records'), person('agent', '101', true))).toEqual({ path: '/password', query: { return: '/records?a=1' } })
    expect(detour(to('/password'), person('agent', '101', true))).toBeNull()
  })

  it('leads a logged-in person away from the log-in page', () => {
    expect(detour(to('/login', true), person('operator'))).toEqual({ path: '/operator/tenants' })
    expect(detour(to('/records'), person('agent', '101'))).toBeNull()
  })

  it('leads from the bare configuration centre to its first page, or home', () => {
    expect(detour(to('/configuration'), person('tenantAdmin', '101'))).toEqual({ path: '/configuration/staff' })
    expect(detour(to('/configuration/'), person('nobody'))).toEqual({ path: '/nothing-to-do' })
  })
})
