// Questions to a company's service on this machine: until the cards of an answer are there, for a usual answer, a mapped
// one, one packed unasked, and the largest that may come; 1 and 16 at once. The floor: the same answer by a bare client
// over a kept connection, its JSON parsed.
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { interfaceMappingSchema, limits } from '@openseat/contracts'
import { shownCard } from '@openseat/domain'
import { ConnectionPool } from '@openseat/server/adapters/outside-http/connection-pool'
import { OutsideHttp } from '@openseat/server/adapters/outside-http/outside-http'
import { AnswerReader } from '@openseat/server/customer-interfaces/answer-reader'
import { exchange, type InterfaceCall } from '@openseat/server/customer-interfaces/exchange'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'

const questions = Number(process.argv[2] ?? 2_000)

const field = (at: number, value: unknown = `value ${at}`) => ({ valueNo: at, name: `field ${at}`, value, type: 1, isMandatory: 'true' })
const fields = (count: number, value?: unknown) => Array.from({ length: count }, (_, at) => field(at, value))
const usual = JSON.stringify([{ objectName: '客户', values: [...fields(11), { ...field(12, 1580400000000), type: 3 }] }])
const own = JSON.stringify({
  code: 0,
  data: { customer: Object.fromEntries(fields(12).map(({ name, value }) => [name.replace(' ', ''), value])) },
})
const largest = JSON.stringify([{ objectName: '客户', values: fields(limits.interfaceFields, 'x'.repeat(400)) }])
const mapping = interfaceMappingSchema.parse({
  success: 'answer.code == 0',
  objects: [
    { objectName: '客户', fields: fields(12).map(({ name }) => ({ name, expression: `answer.data.customer.${name.replace(' ', '')}` })) },
  ],
})

const answers: Readonly<Record<string, { body: Buffer; headers?: Record<string, string> }>> = {
  '/usual': { body: Buffer.from(usual) },
  '/packed': { body: gzipSync(usual), headers: { 'content-encoding': 'gzip' } },
  '/own': { body: Buffer.from(own) },
  '/largest': { body: Buffer.from(largest) },
}

const company = createServer((incoming, response) => {
  incoming.resume()
  const { body, headers } = answers[incoming.url ?? ''] ?? { body: Buffer.from('[]') }
  incoming.on('end', () => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body))
})
await new Promise<void>((done) => company.listen(0, '127.0.0.1', done))
const { port } = company.address() as AddressInfo
const address = (path: string): string => `http://127.0.0.1:${port}${path}`

const outside = new OutsideHttp({ atOnce: 64, perMinute: Number.POSITIVE_INFINITY })
const reader = new AnswerReader()
const pool = new ConnectionPool()
const agent = new Agent({ keepAlive: true })

async function ask(path: string): Promise<void> {
  const call: InterfaceCall = {
    url: address(path),
    timeoutMs: 10_000,
    headers: [],
    allowPrivate: true,
    mapping: path === '/own' ? mapping : null,
  }
  const { result } = await exchange({ outside, answers: reader }, call, { tenantId: 1, number: '13800001234', pool })
  if (!('cards' in result)) throw new Error(JSON.stringify(result.problem))
  if (result.cards.map(shownCard).length !== 1) throw new Error('not one card')
}

function bare(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(address(path), { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        JSON.parse(Buffer.concat(chunks).toString())
        resolve()
      })
    })
    asked.on('error', reject).end('{"param":"13800001234"}')
  })
}

async function measure(what: string, work: () => Promise<void>, { atOnce, count }: { atOnce: number; count: number }): Promise<Row> {
  const times: number[] = []
  let left = count
  const began = performance.now()
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const started = performance.now()
      await work()
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const seconds = (performance.now() - began) / 1000
  const [p50, p99] = [50, 99].map((p) => milliseconds(percentile(times, p)))
  return { what, 'at once': atOnce, questions: count, 'p50 ms': p50 ?? '', 'p99 ms': p99 ?? '', 'per second': Math.round(count / seconds) }
}

const cases: readonly [string, string, number][] = [
  ['usual answer, 12 fields', '/usual', questions],
  ['the same, gzip unasked', '/packed', questions],
  ['mapped, 12 expressions and a condition', '/own', questions],
  [`${limits.interfaceFields} fields, ${Math.round(largest.length / 1024)} kB`, '/largest', Math.ceil(questions / 20)],
]
const rows: Row[] = []
for (const [what, path, count] of cases) {
  // The first ones open connections and start threads.
  for (let n = 0; n < 20; n++) await ask(path)
  for (const atOnce of [1, 16]) {
    rows.push(await measure(what, () => ask(path), { atOnce, count }))
    if (path === '/usual' || path === '/largest') rows.push(await measure('floor: bare client', () => bare(path), { atOnce, count }))
  }
}
printTable('customer-interface', rows)
pool.close()
agent.destroy()
outside.close()
await reader.close()
company.close()
