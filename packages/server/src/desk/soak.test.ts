// Calls without end: customers, holds, consultations, transfers, recordings, hang-ups from every side, for a minute or
// as long as OPENSEAT_SOAK_MINUTES says. Afterwards nothing of them is left: no room, leg, socket, port or timer.

import { readdirSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre, type LivePhone } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const minutes = Number(process.env['OPENSEAT_SOAK_MINUTES'] ?? 1)
const logins = ['wangmin', 'lilei', 'zhaoli'] as const
const numbers = ['101', '102', '103'] as const

const db = useTestDatabase()
let centre: LiveCentre
let caller: LivePhone
let vipQueue: number
const pages: AgentPage[] = []
const phones: LivePhone[] = []

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  const queue = (await admin.call('listSkillQueues', { query: { search: '贵宾服务' } })).body.items?.[0] ?? {}
  vipQueue = Number(queue['id'])
  const { agentCount: _count, id: _id, ...rest } = queue
  expect((await admin.call('changeSkillQueue', { params: { id: vipQueue }, body: { ...rest, wrapUpSeconds: 0 } })).status).toBe(200)
  for (const [index, agentNumber] of numbers.entries()) {
    phones.push(await centre.phone(`desk-${agentNumber}`))
    const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber } })).body
    const body = { role, kind, staffId, phone: `desk-${agentNumber}`, skills: [{ queueId: vipQueue }] }
    expect((await admin.call('changeAgent', { params: { agentNumber }, body })).status).toBe(200)
    const page = await centre.page(`${logins[index]}@demo`)
    await page.did({ kind: 'signIn', queueIds: [vipQueue], device: 'phone' })
    pages.push(page)
  }
  caller = await centre.phone('caller', { number: '13812345678' })
}, 60_000)
afterAll(() => centre.close())

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a test process with the whole application in it holds now. */
function held() {
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const sockets = readdirSync('/proc/self/fd').length
  const workers = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number)
  const memory = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  const workerFds = workers.map((pid) => readdirSync(`/proc/${pid}/fd`).length)
  return {
    timers,
    sockets,
    workerFds,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    workersMb: workers.reduce((sum, pid) => sum + memory(pid), 0),
  }
}

/** One customer's call, ended in one of several ways. */
async function oneCall(n: number): Promise<void> {
  const call = await caller.peer.call(`sip:44661@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
  const at = () =>
    pages.find((page) => [...page.calls.values()].some(({ state, purpose }) => state === 'talking' && purpose === 'customer'))
  await until(() => at() !== undefined || call.end() !== undefined)
  const page = at()
  const callId = [...(page?.calls.values() ?? [])].find(({ purpose }) => purpose === 'customer')?.callId ?? ''
  await pause(300)
  if (page && n % 4 === 1) await page.send({ kind: 'hold', callId })
  if (page && n % 4 === 2) await consultAndHandOver(page, callId)
  if (page && n % 4 === 3) await page.send({ kind: 'hangUp', callId })
  await pause(100)
  caller.peer.gateway.hangUp(call.callId)
  await until(() => call.end() !== undefined && pages.every(({ calls }) => calls.size === 0))
  call.phone.close()
  call.phone.forget()
  call.phone.packets.length = 0
  forgetHistory()
}

/** What the telephones and pages of the test remember is not the product's memory. */
function forgetHistory(): void {
  for (const page of pages) page.frames.length = page.events.length = 0
  for (const { peer } of [caller, ...phones]) peer.events.length = 0
}

async function consultAndHandOver(page: AgentPage, callId: string): Promise<void> {
  const colleague = pages.find((other) => other !== page && other.seat?.state === 'idle')
  if (!colleague?.seat) return
  const result = await page.send({ kind: 'consult', callId, to: { kind: 'agent', agentNumber: colleague.seat.agentNumber } })
  if (!result.ok) return
  await until(() => [...page.calls.values()].some(({ purpose, state }) => purpose === 'consult' && state === 'talking'))
  await page.send({ kind: 'completeTransfer', callId })
}

async function settled() {
  await until(() => pages.every(({ seat }) => seat?.state === 'idle'))
  // Transactions of UDP calls live 32 seconds.
  await pause(34_000)
  collectGarbage()
  return held()
}

it(`leaves nothing behind over ${minutes} minutes of calls`, { timeout: minutes * 60_000 + 180_000 }, async () => {
  for (let n = 0; n < 12; n += 1) await oneCall(n)
  const before = await settled()
  const end = performance.now() + minutes * 60_000 - 40_000
  let calls = 0
  for (; performance.now() < end; calls += 1) await oneCall(calls)
  const after = await settled()
  expect(calls).toBeGreaterThan(minutes * 10)
  expect(after.timers).toBeLessThanOrEqual(before.timers + 3)
  expect(after.sockets).toBeLessThanOrEqual(before.sockets + 3)
  for (const [index, fds] of after.workerFds.entries()) expect(fds).toBeLessThanOrEqual((before.workerFds[index] ?? 0) + 3)
  expect(after.heapMb).toBeLessThan(before.heapMb + 25 + minutes)
  expect(after.workersMb).toBeLessThan(before.workersMb * 1.2 + 20)
  process.stdout.write(`${calls} calls; ${JSON.stringify({ before, after })}\n`)
})
