import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Settings } from '../settings/settings.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { readPass, UsedPasses } from './visitor-pass.ts'

const db = useTestDatabase()

const now = 1_800_000_000_000
const seconds = now / 1000
const key = 'a key of the company'
const claims = { wid: 'w-1', sub: '13800000000', data: { order: 'A20418' }, exp: seconds + 300, jti: 'one-of-many' }
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function pass(changes: object = {}, { header = { alg: 'HS256', typ: 'JWT' }, by = key }: { header?: object; by?: string } = {}): string {
  const text = `${part(header)}.${part({ ...claims, ...changes })}`
  return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`
}
const read = (text: string, keys: readonly string[] = [key]) => readPass(text, { keys, publicId: 'w-1', now })

describe('a visitor’s pass', () => {
  it('is read when the company signed it, with either of two keys', () => {
    expect(read(pass())).toEqual(claims)
    expect(read(pass({}, { by: 'the old one' }), [key, 'the old one'])).toEqual(claims)
  })

  const [header = '', , signature = ''] = pass().split('.')
  it.each([
    ['signed with another widget’s key', pass({}, { by: 'another' })],
    ['whose data were changed', `${header}.${part({ ...claims, data: { order: 'B' } })}.${signature}`],
    ['for another widget', pass({ wid: 'w-2' })],
    ['without algorithm', pass({}, { header: { alg: 'none' } })],
    ['without algorithm and signature', `${part({ alg: 'none' })}.${part(claims)}.`],
    ['of another algorithm', pass({}, { header: { alg: 'HS512' } })],
    ['with a header that asks for more', pass({}, { header: { alg: 'HS256', crit: ['x'], x: 1 } })],
    ['that lives too long', pass({ exp: seconds + 3_600 })],
    ['without an end', pass({ exp: undefined })],
    ['without a name of its own', pass({ jti: undefined })],
    ['whose caller is no number', pass({ sub: '<b>x</b>' })],
    ['whose data are no texts', pass({ data: { a: { b: 1 } } })],
    ['whose data are too much', pass({ data: Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`k${n}`, 'x'.repeat(4_000)])) })],
    ['with a fourth part', `${pass()}.x`],
    ['whose signature is written in another way', `${pass()}=`],
    ['that is none', 'x'],
  ])('%s is refused', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'VISITOR_PASS' }) as Error)
  })

  it('ends, a minute for the clocks allowed', () => {
    expect(read(pass({ exp: seconds - 50 })).exp).toBe(seconds - 50)
    expect(() => read(pass({ exp: seconds - 61 }))).toThrow(expect.objectContaining({ code: 'VISITOR_PASS_EXPIRED' }) as Error)
  })

  it('is good for one call, also after a restart, and however many come at once', async () => {
    const used = () => new UsedPasses(new Settings(db().database, () => undefined))
    const refused = expect.objectContaining({ code: 'VISITOR_PASS_USED' }) as Error
    await used().use(0, claims, now)
    await expect(used().use(0, claims, now)).rejects.toThrow(refused)
    await used().use(0, { ...claims, jti: 'another-one' }, now)
    await used().use(0, { ...claims, wid: 'w-2' }, now)
    const atOnce = await Promise.allSettled([1, 2, 3, 4].map(() => used().use(0, { ...claims, jti: 'at-once' }, now)))
    expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
