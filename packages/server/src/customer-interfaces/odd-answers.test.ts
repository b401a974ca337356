// Answers as companies' services write them, over the wire, and what the agent is shown of each.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limits } from '@openseat/contracts'
import { shownCard } from '@openseat/domain'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { interfaceServices } from '../wiring/interface-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer } from '../test-support/test-server.ts'
import { type CustomerAnswer, forAgents } from './interface-outcome.ts'
import { type OddAnswer, oddAnswers, type Outcome } from './fixtures/odd-answers.ts'

const db = useTestDatabase()
const agents: string[] = []
let services: ReturnType<typeof interfaceServices>
let server: Awaited<ReturnType<typeof demoServer>>
let company: Server
let register: (of: OddAnswer, at: number) => Promise<number>
let tenantId = 0

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    const secrets = new SecretBox(randomBytes(32))
    services = interfaceServices({ env: { outsideNetworks: [] }, database, settings, secrets, log: pino({ level: 'silent' }) })
    return services.handlers
  })
  tenantId = (await db().database.platform.tenantByCode('demo'))?.id ?? 0
  company = createServer((request, response) => {
    agents.push(request.headers['user-agent'] ?? '')
    const answer = oddAnswers[Number(request.url?.slice(1))]
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json', ...answer?.headers }).end(answer?.body)
  })
  await new Promise<void>((done) => company.listen(0, '127.0.0.1', done))
  const { port } = company.address() as AddressInfo
  const operator = await server.client('operator')
  await operator.call('setRegion', {
    params: { tenantId },
    body: { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national', timeZone: 'Asia/Shanghai' },
  })
  register = async ({ what, mapping = null }, at) => {
    // A thread may take its time to be ready; that is told elsewhere.
    const [url, timeoutMs] = [`http://127.0.0.1:${port}/${at}`, limits.interfaceTimeoutMs.max]
    const body = { name: what.slice(0, 60), url, timeoutMs, tenantIds: [tenantId], allowPrivate: true, mapping }
    const made = await operator.call('createCustomerInterface', { body })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    return Number(made.body['id'])
  }
})
afterAll(async () => {
  company?.close()
  await services?.close()
  await server?.http.close()
})

const words: Readonly<Record<string, Outcome>> = {
  INTERFACE_EMPTY: 'empty',
  INTERFACE_REPORTED: 'reported',
  INTERFACE_UNREADABLE: 'unreadable',
  INTERFACE_UNREACHABLE: 'unreadable',
  INTERFACE_STATUS: 'status',
}

function told(answer: CustomerAnswer): { outcome: string; shows: string[] } {
  if ('problem' in answer) {
    const { code } = forAgents(answer.problem)
    return { outcome: words[code] ?? code, shows: [] }
  }
  const cards = answer.cards.map(shownCard)
  const shows = cards.flatMap(({ fields }) => fields.map(({ name, value, faulty }) => `${faulty ? '!' : ''}${name}=${value}`))
  return { outcome: cards.length > 0 ? 'cards' : 'nobody', shows }
}

it.each(oddAnswers.map((answer, at) => [answer.what, answer, at] as const))('%s', async (_what, answer, at) => {
  const interfaceId = await register(answer, at)
  const customer = { number: '13800001234', e164: null, extension: null }
  const said = told(await services.interfaces.ask({ tenantId, interfaceId, customer, reference: 'call-1' }))
  expect(said).toEqual({ outcome: answer.outcome, shows: answer.shows ?? [] })
})

it('forty and more are tried, each once, by a client that says who it is', () => {
  expect(new Set(oddAnswers.map(({ what }) => what)).size).toBe(oddAnswers.length)
  expect(oddAnswers.length).toBeGreaterThanOrEqual(40)
  expect(new Set(agents)).toEqual(new Set(['OpenSeat-Interface/1.0']))
})
