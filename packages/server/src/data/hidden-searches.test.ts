import { permissionNames, type Permission } from '@openseat/contracts'
import { expect, it } from 'vitest'
import type { Person } from '../access/person.ts'
import { HiddenSearches } from './hidden-searches.ts'

const person = (staffId: number, permissions: readonly Permission[]): Person =>
  ({ tenantId: 1, staffId, permissions: new Set(permissions) }) as unknown as Person

it('searches by hidden values are for those who may see them, and few a minute', () => {
  const clock = { now: 0 }
  const searches = new HiddenSearches(() => clock.now)
  const others = permissionNames.filter((name) => name !== 'tableData.reveal')
  expect(() => searches.admit(person(1, others))).toThrow(expect.objectContaining({ code: 'PERMISSION_MISSING' }))
  const search = (staffId: number) => searches.admit(person(staffId, ['tableData.reveal']))
  for (let n = 0; n < 20; n++) search(2)
  expect(() => search(2)).toThrow(expect.objectContaining({ code: 'REQUEST_RATE', params: { seconds: 60 } }))
  search(3)
  clock.now += 60_000
  search(2)
})
