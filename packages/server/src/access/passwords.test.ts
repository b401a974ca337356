import { describe, expect, it } from 'vitest'
import { hashPassword, matchesPassword } from './passwords.ts'

describe('a password', () => {
  it('matches its hash and no other, many at once, in whatever look its characters have', async () => {
    const stored = await hashPassword('ﬁne seat 2026')
    const given = ['fine seat 2026', 'fine seat 2027', '', 'ﬁne seat 2026', 'x', 'y']
    expect(await Promise.all(given.map((password) => matchesPassword(stored, password)))).toEqual([true, false, false, true, false, false])
  })

  it('matches no text that is no hash', async () => {
    expect(await matchesPassword('nonsense', 'x')).toBe(false)
  })

  it('is refused in words when too many wait, and those who wait are served', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 700 }, () => matchesPassword('nonsense', 'x')))
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ code: 'REQUEST_RATE' })
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(500)
  })
})
