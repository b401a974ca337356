import fastify from 'fastify'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { addErrorReplies } from '../http/error-replies.ts'
import { Overload } from './overload.ts'

const calm = { lagMs: 5, commitMs: 10 }

function scene() {
  const lines: Record<string, unknown>[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
  return { overload: new Overload(log), lines }
}

const refusedOf = (overload: Overload, count: number): number =>
  Array.from({ length: count }, () => overload.refuses('sipCall')).filter(Boolean).length

it.each([
  ['a late main thread', { lagMs: 130, commitMs: 10 }],
  ['slow commits', { lagMs: 5, commitMs: 900 }],
])('%s refuses a part of new calls, more and more, and less and less once it is calm', (_what, load) => {
  const { overload, lines } = scene()
  overload.measured(calm, 0)
  expect(refusedOf(overload, 100)).toBe(0)
  overload.measured(load, 100)
  expect(refusedOf(overload, 100)).toBeGreaterThanOrEqual(20)
  expect(refusedOf(overload, 100)).toBeLessThan(30)
  overload.measured(load, 600)
  expect(refusedOf(overload, 100)).toBeGreaterThanOrEqual(39)
  overload.measured(load, 5_000)
  expect(refusedOf(overload, 100)).toBe(100)
  overload.measured({ lagMs: 60, commitMs: 200 }, 20_000)
  expect(refusedOf(overload, 100)).toBe(100)
  overload.measured(calm, 25_000)
  expect(refusedOf(overload, 100)).toBeGreaterThanOrEqual(49)
  expect(overload.refuses('heavyRequest')).toBe(true)
  overload.measured(calm, 30_100)
  expect(refusedOf(overload, 100)).toBe(0)
  expect(overload.refuses('heavyRequest')).toBe(false)
  expect(lines).toMatchObject([{ level: 40 }, { level: 40, refused: expect.any(Number) }])
})

it('the refusal says in both languages when to come again', async () => {
  const { overload } = scene()
  overload.measured({ lagMs: 500, commitMs: 0 }, 0)
  const server = fastify()
  addErrorReplies(server)
  server.get('/', () => overload.admit('heavyRequest'))
  for (const [language, word] of [
    ['en', /too much to do/i],
    ['zh-CN', /系统繁忙/],
  ] as const) {
    const answer = await server.inject({ url: '/', headers: { 'accept-language': language } })
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } })
    expect(answer.json()).toMatchObject({ code: 'OVERLOADED', detail: expect.stringMatching(word) })
  }
})
