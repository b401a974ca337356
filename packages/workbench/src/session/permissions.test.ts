import { describe, expect, it } from 'vitest'
import { safeReturn } from './permissions.ts'

describe('where a person returns to after logging in', () => {
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/login?return=/', '', undefined, ['/a']])(
    'does not return to %s',
    (value) => {
      expect(safeReturn(value)).toBeNull()
    },
  )

  it('returns to an address of our own', () => {
    expect(safeReturn('/records?page=2')).toBe('/records?page=2')
  })
})
