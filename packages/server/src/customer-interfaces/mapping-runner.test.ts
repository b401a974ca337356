import { interfaceMappingSchema } from '@openseat/contracts'
import { afterEach, expect, it } from 'vitest'
import { MappingRunner } from './mapping-runner.ts'

const open: MappingRunner[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((runner) => runner.close()))
})

const opened = (...options: ConstructorParameters<typeof MappingRunner>): MappingRunner => {
  const runner = new MappingRunner(...options)
  open.push(runner)
  return runner
}

const mapping = (expression: string) =>
  interfaceMappingSchema.parse({ objects: [{ objectName: 'x', rows: '', fields: [{ name: 'a', expression }] }] })
const light = { mapping: mapping('a'), text: '{"a":"1"}' }
const endless = { mapping: mapping('$match(a, /^(a+)+$/)'), text: `{"a":"${'a'.repeat(40)}b"}` }
const turn = (tenantId: number, timeoutMs = 20_000) => ({ tenantId, timeoutMs })

it('a thread that is slow to start costs no job its time', async () => {
  const worker = new URL('mapping-worker.ts', import.meta.url)
  const slow = `const until = Date.now() + 900; while (Date.now() < until); await import(${JSON.stringify(worker.href)})`
  const runner = opened({ jobMs: 600, entry: new URL(`data:text/javascript,${encodeURIComponent(slow)}`) })
  const outcomes = await Promise.all([1, 2, 3, 4].map((tenant) => runner.run(light, turn(tenant))))
  expect(outcomes).toEqual(Array(4).fill(expect.objectContaining({ ok: true })))
})

it('six endless mappings of one tenant do not hold up another’s', async () => {
  const runner = opened({ jobMs: 1_000 })
  await runner.run(light, turn(1))
  const ended: string[] = []
  const heavy = Array.from({ length: 6 }, () => runner.run(endless, turn(1)).then((outcome) => ended.push(String(outcome))))
  await runner.run(light, turn(2)).then((outcome) => ended.push(typeof outcome))
  await runner.run(light, turn(2)).then((outcome) => ended.push(typeof outcome))
  await Promise.all(heavy)
  expect(ended.slice(0, 2)).toEqual(['object', 'object'])
  expect(ended.slice(2)).toEqual(Array(6).fill('stopped'))
})

it('threads that cannot start are told from a mapping that was stopped', async () => {
  const runner = opened({ entry: new URL('data:text/javascript,process.exit(1)') })
  expect(await runner.run(light, turn(1, 300))).toBe('busy')
})

it('a tenant’s queue ends', async () => {
  const runner = opened({ jobMs: 1_000 })
  const asked = Array.from({ length: 200 }, () => runner.run(light, turn(1)))
  const other = runner.run(light, turn(2))
  const outcomes = await Promise.all(asked)
  expect(outcomes.filter((outcome) => outcome === 'busy').length).toBeGreaterThan(60)
  expect(outcomes.filter((outcome) => outcome !== 'busy').length).toBeGreaterThanOrEqual(128)
  expect(await other).toMatchObject({ ok: true })
})
