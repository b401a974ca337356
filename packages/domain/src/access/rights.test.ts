import { expect, it } from 'vitest'
import { actingRole, beyond } from './rights.ts'

it('a change is beyond whoever lacks anything of what is touched, each named once', () => {
  expect(beyond(new Set(['staff.manage']), ['staff.manage', 'role.manage', 'role.manage'])).toEqual(['role.manage'])
  expect(beyond(new Set(['staff.manage', 'role.manage']), ['role.manage'])).toEqual([])
  expect(beyond(new Set(), ['no such permission'])).toEqual(['no such permission'])
})

it('a record that says inspector makes one of who may supervise, and of nobody else', () => {
  expect(actingRole('inspector', new Set(['call.supervise']))).toBe('inspector')
  expect(actingRole('inspector', new Set(['agent.manage', 'workbench.use']))).toBe('agent')
  expect(actingRole('outbound', new Set())).toBe('outbound')
})
