// One run: people at work, one fault after the other, and the count in the end.

import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@openseat/server/store/database'
import { seedDemo } from '@openseat/server/demo/demo-seed'
import { Settings } from '@openseat/server/settings/settings'
import type { SipPeer } from '@openseat/server/test-support/sip-peer'
import { ChaosDatabase } from './database.ts'
import { check, newLedger, type Findings, type Ledger } from './ledger.ts'
import { Agent, Carrier, deskPhone } from './people.ts'
import { password, Site } from './site.ts'

const carrierHost = '127.0.0.2'
const phoneHost = '127.0.0.3'
const callersAtOnce = 4
/** Longer than what a call of a program that is gone keeps its place. */
const settleMs = 90_000
const serviceWithinMs = 60_000

export interface FaultResult {
  readonly fault: string
  /** From the moment at which the database takes writes again, or at which the program was lost, to an agent's next command done. */
  readonly withoutServiceMs: number | null
}

export interface ChaosResult {
  readonly faults: readonly FaultResult[]
  readonly notTried: readonly string[]
  readonly ledger: Ledger
  readonly findings: Findings
  readonly said: string
}

type Fault = (context: CopyContext) => Promise<number>

interface CopyContext {
  readonly database: ChaosDatabase
  readonly site: Site
}

const afterDatabase =
  (work: (database: ChaosDatabase) => Promise<void>): Fault =>
  async ({ database }) => {
    await work(database)
    return database.acceptsWrites()
  }

const lost =
  (how: 'SIGKILL' | 'SIGSTOP'): Fault =>
  async ({ site }) => {
    const at = performance.now()
    await site.lose(how)
    return at
  }

const clock =
  (seconds: number): Fault =>
  async ({ site }) => {
    await site.setClock(seconds)
    return performance.now()
  }

export const faults: Readonly<Record<string, Fault>> = {
  'database restarted': afterDatabase((database) => database.restart()),
  'database killed': afterDatabase((database) => database.kill()),
  'database frozen for 4 s': afterDatabase((database) => database.freeze(4_000)),
  'contacts locked for 7 s': afterDatabase((database) => database.lock(7_000)),
  'no connection left for 4 s': afterDatabase((database) => database.takeConnections(4_000)),
  'disk full for 4 s': afterDatabase((database) => database.fillDisk(4_000)),
  'clock set back by 600 s': clock(-600),
  'clock set right again': clock(0),
  'program killed': lost('SIGKILL'),
  'program frozen': lost('SIGSTOP'),
}

export async function runChaos(names: readonly string[], report: (line: string) => void): Promise<ChaosResult> {
  const database = await ChaosDatabase.start()
  const site = new Site(database)
  const ledger = newLedger()
  const closers: (() => Promise<void> | void)[] = [() => site.close(), () => database.close()]
  try {
    await seed(database)
    await site.open()
    const carrier = await Carrier.open(carrierHost, site, ledger)
    const desks = await furnish({ site, ledger, carrier })
    closers.unshift(() => carrier.peer.close(), ...desks.flatMap(({ agent, phone }) => [() => agent.close(), () => phone.close()]))
    const agents = desks.map(({ agent }) => agent)
    const [end, callersEnd] = [new AbortController(), new AbortController()]
    const work = agents.map((agent) => agent.work(end.signal))
    const calls = Array.from({ length: callersAtOnce }, () => carrier.call(callersEnd.signal))
    await calm(agents)
    const results: FaultResult[] = []
    const notTried = names.filter((name) => !isPossible(name, { database, site }))
    for (const fault of names.filter((name) => !notTried.includes(name))) {
      const from = (await faults[fault]?.({ database, site })) ?? performance.now()
      const withoutServiceMs = await servedAgain(agents, from)
      results.push({ fault, withoutServiceMs })
      report(`${fault}: ${withoutServiceMs === null ? 'NO SERVICE AGAIN' : `${Math.round(withoutServiceMs)} ms`}`)
      await delay(3_000)
    }
    callersEnd.abort()
    await Promise.all(calls)
    const rows = database.rows.bind(database)
    const findings = await settled(async () => {
      const found = await check(ledger, rows)
      const busy = agents.flatMap(({ seat }, at) => (seat?.state === 'idle' ? [] : [`agent ${at}: ${seat?.state ?? 'not connected'}`]))
      return { ...found, stuck: [...found.stuck, ...busy, ...(await linesLeft(site))] }
    })
    end.abort()
    await Promise.all(work)
    return { faults: results, notTried, ledger, findings, said: site.said }
  } finally {
    for (const close of closers) await close()
  }
}

const isPossible = (name: string, { database, site }: CopyContext): boolean =>
  (database.hasDisk || !name.startsWith('disk')) && (site.canSetClock || !name.startsWith('clock'))

async function seed(database: ChaosDatabase): Promise<void> {
  const opened = await openDatabase({ address: database.address, onError: () => undefined })
  const settings = new Settings(opened, () => undefined)
  await seedDemo({ settings, platform: opened.platform }, { password, enterpriseOrigin: 'http://localhost:8090' })
  await opened.close()
}

interface Furniture {
  readonly site: Site
  readonly ledger: Ledger
  readonly carrier: Carrier
}

/** A trunk, and for each of two agents a desk telephone of their own. */
async function furnish({ site, ledger, carrier }: Furniture): Promise<{ agent: Agent; phone: SipPeer }[]> {
  const operator = await site.logIn('operator')
  const admin = await site.logIn('admin@demo')
  const trunk = {
    name: 'carrier',
    host: carrierHost,
    port: carrier.peer.port(),
    addresses: carrierHost,
    numberRanges: '4466*',
    probeSeconds: 0,
  }
  await made(site.post('/api/trunks', trunk, { cookie: operator }))
  const queues = (await made(get(site, '/api/skill-queues?search=客户服务', admin))) as { items: { id: number }[] }
  site.queueId = queues.items[0]?.id ?? 0
  const desks = [
    ['wangmin@demo', '101'],
    ['lilei@demo', '102'],
  ] as const
  return Promise.all(
    desks.map(async ([login, agentNumber]) => {
      const userName = `desk-${agentNumber}`
      const { password: secret } = (await made(site.post('/api/phones', { userName }, { cookie: admin }))) as { password: string }
      const { role, kind, staffId } = (await made(get(site, `/api/agents/${agentNumber}`, admin))) as Record<string, unknown>
      const body = { role, kind, staffId, phone: userName, skills: [{ queueId: site.queueId }] }
      await made(site.post(`/api/agents/${agentNumber}`, body, { cookie: admin, method: 'PUT' }))
      const phone = await deskPhone(phoneHost)
      await phone.registerAt(`sip:${userName}@127.0.0.1:${site.sipPort}`, { username: userName, password: secret })
      return { agent: new Agent(login, site, ledger), phone }
    }),
  )
}

const get = (site: Site, route: string, cookie: string): Promise<Response> =>
  fetch(`${site.origin}${route}`, { headers: { cookie, origin: site.origin } })

async function made(answering: Promise<Response>): Promise<unknown> {
  const answer = await answering
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Until every agent is served, and some more, so that calls go on in all states. */
async function calm(agents: readonly Agent[]): Promise<void> {
  for (const until = performance.now() + 30_000; agents.some(({ servedAt }) => servedAt === 0); await delay(50))
    if (performance.now() > until) throw new Error('the agents found no service to begin with')
  await delay(4_000)
}

/** Milliseconds until each agent's command was done that was given after `from`. */
async function servedAgain(agents: readonly Agent[], from: number): Promise<number | null> {
  const until = performance.now() + serviceWithinMs
  while (agents.some(({ servedAt }) => servedAt <= from)) {
    if (performance.now() > until) return null
    await delay(10)
  }
  return Math.max(...agents.map(({ servedAt }) => servedAt)) - from
}

async function settled(look: () => Promise<Findings>): Promise<Findings> {
  const until = performance.now() + settleMs
  for (;;) {
    const findings = await look()
    if (findings.stuck.length === 0 || performance.now() > until) return findings
    await delay(500)
  }
}

async function linesLeft(site: Site): Promise<string[]> {
  const metrics = await fetch(`${site.origin}/metrics`).then((answer) => answer.text())
  const lines = /^openseat_sip_lines (\d+)/m.exec(metrics)?.[1] ?? '?'
  return lines === '0' ? [] : [`${lines} lines`]
}
