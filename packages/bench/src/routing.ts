// Routed calls per second through a tenant's actor, journal included, beside the floor: bare commits of one row.
// A routed call is four stored steps: arrived and offered, answered, hung up, free again.
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { oneCall, openDesk, type Desk } from './desk-calls.ts'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'
import { largeTenant } from './routing-config.ts'
import { openScratchStore, type ScratchStore } from './scratch-store.ts'

const agents = 10_000
const queues = 1_000
const closedSeconds = 10
const openSeconds = 10
const openRate = 300

interface Centre {
  readonly desk: Desk
  /** Milliseconds from a call's arrival until its offer is stored. */
  decisions: number[]
  routed: number
}

async function oneCallOf(centre: Centre, n: number): Promise<void> {
  centre.decisions.push(await oneCall(centre.desk, String(100_001 + (n % queues))))
  centre.routed += 1
}

function row(name: string, centre: Centre, seconds: number): Row {
  return {
    load: name,
    'routed calls/s': Math.round(centre.routed / seconds),
    'decision p50 ms': milliseconds(percentile(centre.decisions, 50)),
    'decision p99 ms': milliseconds(percentile(centre.decisions, 99)),
  }
}

async function closedLoop(centre: Centre, inFlight: number): Promise<Row> {
  Object.assign(centre, { decisions: [], routed: 0 })
  const began = performance.now()
  let n = 0
  const caller = async (): Promise<void> => {
    while (performance.now() - began < closedSeconds * 1000) await oneCallOf(centre, n++)
  }
  await Promise.all(Array.from({ length: inFlight }, caller))
  return row(`closed loop, ${inFlight} in flight`, centre, (performance.now() - began) / 1000)
}

async function openLoop(centre: Centre): Promise<Row> {
  Object.assign(centre, { decisions: [], routed: 0 })
  const began = performance.now()
  const calls: Promise<void>[] = []
  for (let n = 0; n < openRate * openSeconds; n += 1) {
    const due = began + (n * 1000) / openRate
    const early = due - performance.now()
    if (early > 1) await delay(early)
    calls.push(oneCallOf(centre, n))
  }
  await Promise.all(calls)
  return row(`open loop, ${openRate}/s`, centre, (performance.now() - began) / 1000)
}

/** One-row inserts, each committed: what a decision could cost at the least. */
async function floor(store: ScratchStore, inFlight: number): Promise<Row> {
  const tenant = store.database.forCalls(1)
  const times: number[] = []
  const began = performance.now()
  const writer = async (index: number): Promise<void> => {
    for (let n = 0; performance.now() - began < 5_000; n += 1) {
      const at = performance.now()
      await tenant.transaction((trx) =>
        sql`insert into agent_event (tenant_id, agent_number, last_seq, events) values (1, ${`f${index}`}, ${n}, '[]')`.execute(trx),
      )
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => writer(index)))
  return {
    load: `floor: bare commits, ${inFlight} in flight`,
    'routed calls/s': `${Math.round(times.length / ((performance.now() - began) / 1000))} commits/s`,
    'decision p50 ms': milliseconds(percentile(times, 50)),
    'decision p99 ms': milliseconds(percentile(times, 99)),
  }
}

const store = await openScratchStore()
try {
  const centre = { desk: await openDesk(store, largeTenant(1, { agents, queues })), decisions: [], routed: 0 }
  const rows: Row[] = []
  for (const inFlight of [16, 64, 200]) rows.push(await closedLoop(centre, inFlight))
  rows.push(await openLoop(centre))
  rows.push(await floor(store, 16))
  printTable('routing', rows)
  await centre.desk.actor.close()
} finally {
  await store.close()
}
