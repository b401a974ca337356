// SIP callers through a skill queue to agents on SIP telephones: from the caller's INVITE to the agent's, the highest rate
// that still connects everybody, CPU per call; and with a line of waiting callers: how long a freed agent is idle, and
// whether anybody is overtaken.
import { setTimeout as delay } from 'node:timers/promises'
import { api } from './api.ts'
import { AgentBot, inParallel, openCrowd, type Crowd } from './crowd.ts'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'
import { cpuOf } from './process-tree.ts'
import { Callers, Phones } from './sip-ua.ts'

const seconds = Number(process.argv[2] ?? 15)
const sipPort = 18_560
const holdMs = 400
const accessCode = '4466'

type Contacts = 'static' | 'registered'

interface Centre {
  readonly crowd: Crowd
  readonly callers: Callers
  readonly phones: Phones
  readonly bots: AgentBot[]
  readonly run: Run
  close(): Promise<void>
}

/** What is counted between two rows of the table. */
interface Run {
  readonly placedAt: Map<string, number>
  readonly toAgent: number[]
  readonly rungOrder: string[]
  connected: number
  failed: number
  /** When each telephone was free again, and how long until it rang. */
  readonly freeSince: Map<string, number>
  readonly idle: number[]
  onRung: (callerNumber: string) => void
}

const newRun = (): Run => ({
  placedAt: new Map(),
  toAgent: [],
  rungOrder: [],
  connected: 0,
  failed: 0,
  freeSince: new Map(),
  idle: [],
  onRung: () => undefined,
})

async function openCentre(agents: number, contacts: Contacts): Promise<Centre> {
  const run = newRun()
  const callers = await new Callers(sipPort, {
    answered: () => undefined,
    ended: () => undefined,
    failed: () => (run.failed += 1),
  }).open()
  const phones = await new Phones(sipPort, { rung: (user, number) => rung(run, user, number) }).open()
  const phoneOf = (index: number): string => (contacts === 'static' ? `sip:a${index}@127.0.0.1:${phones.port}` : `a${index}`)
  const crowd = await openCrowd({
    agents,
    port: 18_500,
    enterpriseOrigin: 'http://localhost:8090',
    env: {
      OPENSEAT_SIP_PORT: String(sipPort),
      OPENSEAT_SIP_CONTACTS: '127.0.0.0/8',
      OPENSEAT_RTP_PORTS: '40000-47999',
      OPENSEAT_CALLS_PER_WORKER: '500',
    },
    phoneOf,
  })
  const operator = await api(crowd, '/api/session', { login: 'operator', password: crowd.password })
  const trunk = {
    name: 'callers',
    host: '127.0.0.1',
    port: callers.port,
    addresses: '127.0.0.1',
    numberRanges: accessCode,
    probeSeconds: 0,
    maxCalls: 5000,
  }
  await api({ ...crowd, ...operator }, '/api/trunks', trunk)
  if (contacts === 'registered') await registerAll(crowd, phones, agents)
  const bots: AgentBot[] = []
  await inParallel(crowd.tokens, 30, async (token) => {
    const signedIn = Promise.withResolvers<void>()
    const bot = await AgentBot.connect(crowd.origin, token, (frame) => {
      if (frame.type === 'result' && frame.ok) signedIn.resolve()
      if (frame.type === 'result' && !frame.ok) signedIn.reject(new Error(frame.message))
    })
    bots.push(bot)
    bot.command({ kind: 'signIn', queueIds: [1], device: 'phone' })
    await signedIn.promise
  })
  return {
    crowd,
    callers,
    phones,
    bots,
    run,
    async close() {
      for (const bot of bots) bot.close()
      callers.close()
      phones.close()
      await crowd.close()
    },
  }
}

async function registerAll(crowd: Crowd, phones: Phones, agents: number): Promise<void> {
  const admin = await api(crowd, '/api/session', { login: 'admin@demo', password: crowd.password })
  for (let index = 0; index < agents; index += 1) {
    const { answer } = await api({ ...crowd, ...admin }, '/api/phones', { userName: `a${index}` })
    if (!(await phones.register(`a${index}`, (answer as { password: string }).password))) throw new Error(`a${index} was not registered`)
  }
}

function rung(run: Run, user: string, number: string): void {
  const at = performance.now()
  const placed = run.placedAt.get(number)
  if (placed === undefined) return
  run.placedAt.delete(number)
  run.toAgent.push(at - placed)
  run.rungOrder.push(number)
  run.connected += 1
  const free = run.freeSince.get(user)
  if (free !== undefined) run.idle.push(at - free)
  run.freeSince.delete(user)
  run.onRung(number)
}

let nextNumber = 13_000_000_000

function place({ callers, run }: Centre): string {
  const number = String((nextNumber += 1))
  run.placedAt.set(number, performance.now())
  callers.call(number, accessCode)
  return number
}

/** Calls at a steady rate; each is hung up by the caller after a moment. */
async function atRate(centre: Centre, rate: number, what: string): Promise<Row> {
  const { run, crowd } = centre
  const counted = { toAgent: run.toAgent.length, connected: run.connected, failed: run.failed }
  const cpu = cpuOf(crowd.pid)
  run.onRung = (number) => void setTimeout(() => centre.callers.hangUp(number), holdMs)
  const began = performance.now()
  const total = rate * seconds
  for (let placed = 0; placed < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * rate))
    for (; placed < due; placed += 1) place(centre)
    await delay(2)
  }
  await delay(3_000)
  const times = run.toAgent.slice(counted.toAgent)
  const connected = run.connected - counted.connected
  run.placedAt.clear()
  return {
    what,
    'calls/s': rate,
    'connected %': ((connected / total) * 100).toFixed(2),
    'INVITE → INVITE p50 ms': milliseconds(percentile(times, 50)),
    'p99 ms': milliseconds(percentile(times, 99)),
    'CPU ms/call': (((cpuOf(crowd.pid) - cpu) * 1000) / total).toFixed(1),
  }
}

/** More callers than agents: the telephones hang up one after the other. */
async function withLine(centre: Centre, agents: number, waiting: number): Promise<Row> {
  const { run, phones, crowd } = centre
  run.rungOrder.length = 0
  run.idle.length = 0
  const cpu = cpuOf(crowd.pid)
  const talking: string[] = []
  run.onRung = (number) => void talking.push(number)
  const placed: string[] = []
  for (let n = 0; n < agents + waiting; n += 1) {
    placed.push(place(centre))
    await delay(5)
  }
  await delay(2_000)
  for (let freed = 0; freed < waiting; freed += 1) {
    const number = talking.shift()
    const user = number === undefined ? null : phones.hangUp(number)
    if (user !== null) run.freeSince.set(user, performance.now())
    await delay(15)
  }
  await delay(2_000)
  const rank = new Map(placed.map((number, index) => [number, index]))
  // Those whom an agent was free for at once did not wait.
  const order = run.rungOrder.map((number) => rank.get(number) ?? -1).filter((place) => place >= agents)
  const overtaken = order.filter((place, index) => order.slice(index + 1).some((later) => later < place)).length
  const row: Row = {
    what: `${waiting} callers waiting, ${agents} agents`,
    'freed agent idle p50 ms': milliseconds(percentile(run.idle, 50)),
    'idle p99 ms': milliseconds(percentile(run.idle, 99)),
    served: run.rungOrder.length,
    'callers overtaken': overtaken,
    'CPU ms/call': (((cpuOf(crowd.pid) - cpu) * 1000) / placed.length).toFixed(1),
  }
  for (const number of talking) phones.hangUp(number)
  await delay(3_000)
  return row
}

const rows: Row[] = []
const plans: readonly { agents: number; contacts: Contacts; rates: readonly number[] }[] = [
  { agents: 100, contacts: 'static', rates: [50, 100, 150] },
  { agents: 100, contacts: 'registered', rates: [50, 100] },
  { agents: 1_000, contacts: 'static', rates: [50, 100, 200, 250] },
]
const chosen = process.argv[3] === undefined ? plans : plans.slice(Number(process.argv[3]), Number(process.argv[3]) + 1)
for (const { agents, contacts, rates } of chosen) {
  const centre = await openCentre(agents, contacts)
  try {
    if (agents === 100 && contacts === 'static') rows.push(await withLine(centre, agents, 500))
    for (const rate of rates) rows.push(await atRate(centre, rate, `${agents} agents, ${contacts}`))
  } finally {
    await centre.close()
  }
}
printTable('sip-queue', rows)
process.exit(0)
